import { z } from 'zod';
import type { Data } from '../data';
import type { AnyEntity, EntityKind, Note } from '../entities';
import { saveNewNote } from '../notes';
import type { Store } from '../store';
import { notSupportedChoice, problemOf } from './fieldProblems';
import { isClosing } from './place';
import { unknownUsers } from './references';
import type { Prepared } from './writeList';

const int = z.number().int();
const callInput = z.object({
	direction: z.string(),
	duration: int,
	source: z.string(),
	phone: z.string(),
	uniq: z.string().optional(),
	link: z.string().optional(),
	call_result: z.string().optional(),
	call_status: int.optional(),
	call_responsible: z.union([z.string(), int]).nullish(),
	responsible_user_id: int.optional(),
	created_by: int.optional(),
	created_at: int.optional(),
});

const directions = new Set(['inbound', 'outbound']);
const statuses = new Set([1, 2, 3, 4, 5, 6, 7]);

const lastDigits = (phone: string): string => phone.replace(/\D/g, '').slice(-10);

function holderOf(data: Data, phone: string): readonly ['contacts' | 'companies', number] | null {
	const wanted = lastDigits(phone);
	for (const kind of ['contacts', 'companies'] as const) {
		const field = data.fields[kind].find(({ code }) => code === 'PHONE')?.id;
		const has = ({ is_deleted, fields }: AnyEntity): boolean =>
			!is_deleted &&
			fields.some(
				({ field_id, values }) =>
					field_id === field && values.some(({ value }) => lastDigits(String(value)) === wanted),
			);
		const found = [...data[kind].values()].find(has);
		if (found) return [kind, found.id];
	}
	return null;
}

/** The only open lead of whoever has the number, else that contact or company; null: nobody has it. */
export function targetOf(data: Data, phone: string): readonly [EntityKind, number] | null {
	const holder = holderOf(data, phone);
	if (!holder) return null;
	const [kind, id] = holder;
	const open = [...data.leads.values()].filter(
		(lead) =>
			!lead.is_deleted &&
			!isClosing(lead.status_id) &&
			(kind === 'contacts'
				? lead.contacts.some((contact) => contact.id === id)
				: lead.company_id === id),
	);
	const [only] = open;
	return only && open.length === 1 ? ['leads', only.id] : holder;
}

/** Saves the note of the call; null where nobody has the number. */
export function prepareCall(store: Store, item: unknown, by: number): Prepared<Note | null> {
	const parsed = callInput.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const { direction, responsible_user_id, created_by = by, created_at, ...call } = parsed.data;
	const { call_status } = call;
	const problems = [
		...(directions.has(direction) ? [] : [notSupportedChoice('direction')]),
		...(call_status === undefined || statuses.has(call_status)
			? []
			: [notSupportedChoice('call_status')]),
		...unknownUsers(store.data, parsed.data, ['created_by', 'responsible_user_id']),
	];
	if (problems.length > 0) return { save: null, problems };
	const save = (): Note | null => {
		const target = targetOf(store.data, call.phone);
		if (!target) return null;
		const [entity_kind, entity_id] = target;
		const at = created_at ?? Math.floor(Date.now() / 1000);
		return saveNewNote(store, {
			id: store.nextId(),
			entity_kind,
			entity_id,
			note_type: direction === 'inbound' ? 'call_in' : 'call_out',
			params: call,
			is_pinned: false,
			responsible_user_id: responsible_user_id ?? created_by,
			group_id: 0,
			created_by,
			updated_by: created_by,
			created_at: at,
			updated_at: at,
		});
	};
	return { save, problems: null };
}

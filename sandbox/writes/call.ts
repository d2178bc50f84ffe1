import { z } from 'zod';
import type { Data } from '../data';
import type { AnyEntity, EntityKind, Note } from '../entities';
import { addNote } from '../notes';
import type { Store } from '../store';
import { notSupportedChoice, problemOf } from './fieldProblems';
import { isClosing } from './place';
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
export function prepareCall(store: Store, item: unknown): Prepared<Note | null> {
	const parsed = callInput.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const { direction, phone, duration, call_status, call_result, created_by, responsible_user_id } =
		parsed.data;
	const isUser = (id: number | undefined): boolean =>
		id === undefined || id === 0 || store.data.users.some((user) => user.id === id);
	const problems = [
		...(directions.has(direction) ? [] : [notSupportedChoice('direction')]),
		...(call_status === undefined || statuses.has(call_status)
			? []
			: [notSupportedChoice('call_status')]),
		...(isUser(created_by) ? [] : [notSupportedChoice('created_by')]),
		...(isUser(responsible_user_id) ? [] : [notSupportedChoice('responsible_user_id')]),
	];
	if (problems.length > 0) return { save: null, problems };
	const save = (): Note | null => {
		const target = targetOf(store.data, phone);
		if (!target) return null;
		const words = [`${direction} ${phone}`, `${duration} s`, call_result ?? ''];
		return addNote(store, ...target, words.filter((word) => word !== '').join(', '));
	};
	return { save, problems: null };
}

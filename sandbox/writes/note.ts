import { z } from 'zod';
import type { EntityKind, Note } from '../entities';
import { saveNewNote } from '../notes';
import type { FieldProblem } from '../problem';
import type { Store } from '../store';
import { fieldMissing, notSupportedChoice, problemOf } from './fieldProblems';
import { isLive, unknownUsers } from './references';
import type { Prepared } from './writeList';

const int = z.number().int();

const noteInput = z.object({
	id: int.optional(),
	entity_id: int.optional(),
	note_type: z.string().optional(),
	params: z
		.object({ text: z.string().max(20_000).optional() })
		.passthrough()
		.optional(),
	responsible_user_id: int.optional(),
	created_by: int.optional(),
	created_at: int.optional(),
	updated_at: int.optional(),
});

type NoteInput = z.infer<typeof noteInput>;

/** What each writable type cannot be shown without; amoCRM does not publish which are mandatory. */
const needed: Readonly<Record<string, readonly string[]>> = {
	common: ['text'],
	call_in: ['phone'],
	call_out: ['phone'],
	service_message: ['service', 'text'],
	extended_service_message: ['service', 'text'],
	message_cashier: ['status', 'text'],
	geolocation: ['text', 'address', 'longitude', 'latitude'],
	sms_in: ['text', 'phone'],
	sms_out: ['text', 'phone'],
	attachment: ['file_uuid'],
};

export interface NoteTarget {
	readonly kind: EntityKind;
	/** From the path; else each item names its own. */
	readonly entityId: number | null;
	readonly by: number;
}

function typeProblems(type: string, params: object): readonly FieldProblem[] {
	const names = needed[type];
	if (!names) return [notSupportedChoice('note_type')];
	const given = params as Readonly<Record<string, unknown>>;
	return names
		.filter((name) => given[name] === undefined || given[name] === '')
		.map((name) => fieldMissing(`params.${name}`));
}

const parse = (
	item: unknown,
): { readonly input?: NoteInput; readonly problems: readonly FieldProblem[] } => {
	const parsed = noteInput.safeParse(item);
	return parsed.success
		? { input: parsed.data, problems: [] }
		: { problems: parsed.error.issues.map(problemOf) };
};

const unixNow = (): number => Math.floor(Date.now() / 1000);

/** Checks one item of a POST of notes and says what is wrong, or how to save it. */
export function prepareNewNote(store: Store, item: unknown, target: NoteTarget): Prepared<Note> {
	const { input, problems: shape } = parse(item);
	if (!input) return { save: null, problems: shape };
	const { kind, by } = target;
	const entity_id = target.entityId ?? input.entity_id;
	const { note_type, params = {} } = input;
	const problems = [
		...(entity_id === undefined ? [fieldMissing('entity_id')] : []),
		...(entity_id !== undefined && !isLive(store.data, kind, entity_id)
			? [notSupportedChoice('entity_id')]
			: []),
		...(note_type === undefined ? [fieldMissing('note_type')] : typeProblems(note_type, params)),
		...unknownUsers(store.data, input, ['responsible_user_id', 'created_by']),
	];
	if (problems.length > 0 || entity_id === undefined || note_type === undefined) {
		return { save: null, problems };
	}
	const save = (): Note => {
		const now = unixNow();
		const created_by = input.created_by ?? by;
		return saveNewNote(store, {
			id: store.nextId(),
			entity_kind: kind,
			entity_id,
			note_type,
			params,
			is_pinned: false,
			responsible_user_id: input.responsible_user_id ?? by,
			group_id: 0,
			created_by,
			updated_by: created_by,
			created_at: input.created_at ?? now,
			updated_at: input.updated_at ?? now,
		});
	};
	return { save, problems: null };
}

/** The same for a PATCH; amoCRM sends no webhook for it. */
export function prepareNoteChange(store: Store, item: unknown, target: NoteTarget): Prepared<Note> {
	const { input, problems: shape } = parse(item);
	if (!input) return { save: null, problems: shape };
	if (input.id === undefined) return { save: null, problems: [fieldMissing('id')] };
	const note = store.data.notes.get(input.id);
	const entityId = target.entityId ?? note?.entity_id;
	if (!note || note.entity_kind !== target.kind || note.entity_id !== entityId) {
		return { save: null, problems: [notSupportedChoice('id')] };
	}
	const note_type = input.note_type ?? note.note_type;
	const params = { ...note.params, ...input.params };
	const problems = typeProblems(note_type, params);
	if (problems.length > 0) return { save: null, problems };
	const save = (): Note => {
		const updated_at = Math.max(unixNow(), note.updated_at);
		const changed = { ...note, note_type, params, updated_by: target.by, updated_at };
		store.data.notes.set(note.id, changed);
		store.touch();
		return changed;
	};
	return { save, problems: null };
}

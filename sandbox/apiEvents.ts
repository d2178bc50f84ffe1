import { randomBytes } from 'node:crypto';
import type { Change } from './changes';
import { entityLabel } from './data';
import type { AnyEntity, EntityKind } from './entities';
import type { FieldValue } from './field';

type Value = Readonly<Record<string, unknown>>;

/** An entry of `GET /api/v4/events`: what the lists of changes in amoCRM's interface show. */
export interface ApiEvent {
	readonly id: string;
	readonly type: string;
	readonly entity_id: number;
	readonly entity_type: 'lead' | 'contact' | 'company' | 'customer' | 'task';
	readonly created_by: number;
	readonly created_at: number;
	readonly value_after: readonly Value[];
	readonly value_before: readonly Value[];
}

type Entry = Pick<ApiEvent, 'type' | 'value_after' | 'value_before'>;

const crockford = '0123456789abcdefghjkmnpqrstvwxyz';

/** 26 characters, the time first, as in amoCRM's ids (ULID in lower case). */
function eventId(ms: number): string {
	const digit = (value: number) => crockford[value % 32];
	const time = Array.from({ length: 10 }, (_, i) => digit(Math.floor(ms / 32 ** (9 - i))));
	return [...time, ...Array.from(randomBytes(16), digit)].join('');
}

const changed = (type: string, name: string, before: unknown, after: unknown): Entry => ({
	type,
	value_after: [{ [name]: after }],
	value_before: [{ [name]: before }],
});

const empty = (type: string): Entry => ({ type, value_after: [], value_before: [] });

const fieldText = (values: readonly FieldValue[]): string =>
	values.map(({ value }) => String(value)).join(', ');

function fieldEntries(before: AnyEntity, after: AnyEntity): readonly Entry[] {
	const ids = new Set([...before.fields, ...after.fields].map(({ field_id }) => field_id));
	return [...ids].flatMap((field_id) => {
		const side = ({ fields }: AnyEntity) => {
			const values = fields.find((field) => field.field_id === field_id)?.values ?? [];
			const enum_id = values[0]?.enum_id ?? null;
			return values.length > 0
				? [{ custom_field_value: { field_id, field_type: 1, enum_id, text: fieldText(values) } }]
				: [];
		};
		const [value_before, value_after] = [side(before), side(after)];
		return JSON.stringify(value_before) === JSON.stringify(value_after)
			? []
			: [{ type: 'custom_field_value_changed', value_after, value_before }];
	});
}

function updateEntries(
	before: AnyEntity,
	after: AnyEntity,
	tagName: (id: number) => string,
): readonly Entry[] {
	const tags = (from: AnyEntity, to: AnyEntity) =>
		from.tags.filter((id) => !to.tags.includes(id)).map((id) => ({ tag: { name: tagName(id) } }));
	const [added, removed] = [tags(after, before), tags(before, after)];
	const user = (entity: AnyEntity) => ({ id: entity.responsible_user_id });
	const name = (entity: AnyEntity) => ({ name: entity.name });
	const sale = (entity: AnyEntity) => ('price' in entity ? entity.price : null);
	return [
		...(before.name === after.name
			? []
			: [changed('name_field_changed', 'name_field_value', name(before), name(after))]),
		...(sale(before) === sale(after)
			? []
			: [
					changed(
						'sale_field_changed',
						'sale_field_value',
						{ sale: sale(before) },
						{ sale: sale(after) },
					),
				]),
		...(before.responsible_user_id === after.responsible_user_id
			? []
			: [changed('entity_responsible_changed', 'responsible_user', user(before), user(after))]),
		...(added.length > 0
			? [{ type: 'entity_tag_added', value_after: added, value_before: [] }]
			: []),
		...(removed.length > 0
			? [{ type: 'entity_tag_deleted', value_after: [], value_before: removed }]
			: []),
		...fieldEntries(before, after),
	];
}

type EntityChange = Extract<Change, { kind: EntityKind }>;

function entityEntries(
	change: EntityChange,
	noteId: () => number,
	tagName: (id: number) => string,
): readonly Entry[] {
	const { action, after, before, kind } = change;
	const label = entityLabel[kind];
	if (action === 'add') {
		const note = { note: { id: noteId() } };
		return [{ type: `${label}_added`, value_after: [note], value_before: [] }];
	}
	if (action === 'delete') return [empty(`${label}_deleted`)];
	if (action === 'restore') return [empty(`${label}_restored`)];
	if (action === 'status' && change.kind === 'leads' && change.before) {
		const place = ({ status_id, pipeline_id }: { status_id: number; pipeline_id: number }) => ({
			id: status_id,
			pipeline_id,
		});
		const [from, to] = [place(change.before), place(change.after)];
		return [changed('lead_status_changed', 'lead_status', from, to)];
	}
	if (action === 'update' && change.kind === 'customers' && change.before) {
		const status = ({ status_id }: { status_id: number }) => ({ id: status_id });
		const [from, to] = [status(change.before), status(change.after)];
		const moved = changed('customer_status_changed', 'customer_status', from, to);
		return [...(from.id === to.id ? [] : [moved]), ...updateEntries(change.before, after, tagName)];
	}
	// `responsible` comes with an `update` of the same write, which tells it.
	return action === 'update' && before ? updateEntries(before, after, tagName) : [];
}

function taskEntries({
	task,
	before,
	action,
}: Extract<Change, { kind: 'task' }>): readonly Entry[] {
	if (action === 'add') return [empty('task_added')];
	if (action === 'delete') return [empty('task_deleted')];
	if (!before) return [];
	const pairs = [
		['task_text_changed', 'task', 'text', before.text, task.text],
		[
			'task_deadline_changed',
			'task_deadline',
			'timestamp',
			before.complete_till,
			task.complete_till,
		],
		['task_type_changed', 'task_type', 'id', before.task_type_id, task.task_type_id],
	] as const;
	return [
		...pairs.flatMap(([type, name, key, from, to]) =>
			from === to ? [] : [changed(type, name, { [key]: from }, { [key]: to })],
		),
		...(task.is_completed && !before.is_completed ? [empty('task_completed')] : []),
	];
}

/** Of notes other than a text. */
const noteEvents: Readonly<Record<string, string>> = {
	attachment: 'attachment_note_added',
	call_in: 'incoming_call',
	call_out: 'outgoing_call',
	extended_service_message: 'service_note_added',
	geolocation: 'geo_note_added',
	message_cashier: 'message_to_cashier_note_added',
	service_message: 'service_note_added',
	sms_in: 'incoming_sms',
	sms_out: 'outgoing_sms',
};

export interface ApiEventNames {
	/** `lead_added` and the like refer to a service note. */
	readonly noteId: () => number;
	readonly tagName: (kind: EntityKind, id: number) => string;
}

/** What amoCRM's list of events says of a change; nothing for talks, messages and incoming leads. */
export function apiEventsOf(change: Change, names: ApiEventNames): readonly ApiEvent[] {
	const now = Date.now();
	const event = (
		entry: Entry,
		entity_type: ApiEvent['entity_type'],
		entity_id: number,
		by: number,
	) => ({
		id: eventId(now),
		type: entry.type,
		entity_id,
		entity_type,
		created_by: by,
		created_at: Math.floor(now / 1000),
		value_after: entry.value_after,
		value_before: entry.value_before,
	});
	switch (change.kind) {
		case 'leads':
		case 'contacts':
		case 'companies':
		case 'customers': {
			const { kind, after } = change;
			const tagName = (id: number) => names.tagName(kind, id);
			return entityEntries(change, names.noteId, tagName).map((entry) =>
				event(entry, entityLabel[kind], after.id, after.updated_by),
			);
		}
		case 'note': {
			const { note, parent } = change;
			const value_after = [{ note: { id: note.id } }];
			const type = noteEvents[note.note_type] ?? 'common_note_added';
			const entry = { type, value_after, value_before: [] };
			return [event(entry, entityLabel[parent], note.entity_id, note.created_by)];
		}
		case 'task': {
			const { task } = change;
			return taskEntries(change).map((entry) => event(entry, 'task', task.id, task.updated_by));
		}
		default:
			return [];
	}
}

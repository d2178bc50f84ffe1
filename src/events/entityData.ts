import { setOwn } from '../setOwn';
import { customFields, fieldsByName } from './customFields';
import { scalar, toInteger, toIso } from './scalar';
import type { WireObject, WireValue } from './types';

export type EntityData = Readonly<Record<string, unknown>>;

const custom = 'custom_fields';

/** Sent by forms and channels, with names of their own: an `id` in there is not amoCRM's. */
const foreign = new Set(['metadata', 'source_data']);
/** `id` is a UUID of the chat service; `user_id` beside it is amoCRM's. */
const people = new Set(['author', 'client', 'recipient']);
const entityLists = new Set(['companies', 'contacts', 'customers', 'leads']);

const idOrText = (text: string): number | string => toInteger(text) ?? text;

const isSingleEntity = (value: WireObject): boolean =>
	Object.values(value).some((member) => typeof member === 'string');

/** Entities inside an entity (`data[leads]`, `accept_result[leads]`): a list of ids or of objects. */
function entityList(value: WireValue): unknown {
	if (typeof value === 'string') return value;
	// Live updates of unsorted send `data[leads][id]` without an index.
	const members = !Array.isArray(value) && isSingleEntity(value) ? [value] : Object.values(value);
	return members.map((member) =>
		typeof member === 'string' ? idOrText(member) : entityValue('', member),
	);
}

/** `linked_leads_id[7480363][ID]=7480363` is a list of ids. */
function linkedIds(value: WireValue): unknown {
	if (typeof value === 'string') return scalar('id', value);
	return Object.entries(value).map(([key, member]) =>
		typeof member === 'object' && !Array.isArray(member) && typeof member['ID'] === 'string'
			? idOrText(member['ID'])
			: idOrText(typeof member === 'string' ? member : key),
	);
}

function entityValue(name: string, value: WireValue): unknown {
	if (foreign.has(name)) return value;
	if (name === 'linked_leads_id') return linkedIds(value);
	if (entityLists.has(name)) return entityList(value);
	if (typeof value === 'string') return scalar(name, value);
	if (Array.isArray(value)) return value.map((item) => entityValue(name, item));
	const data = entityData(value);
	return people.has(name) && value['id'] !== undefined ? { ...data, id: value['id'] } : data;
}

/**
 * A block of the body as typed data: numbers, ISO dates and booleans where amoCRM means them,
 * `custom_fields` as `custom_fields_values` (API v4) and `fields` (by name). Nothing is left out.
 */
export function entityData(block: WireObject): EntityData {
	const data: Record<string, unknown> = {};
	for (const name of Object.keys(block)) {
		if (name !== custom) setOwn(data, name, entityValue(name, block[name]!));
	}
	if (block[custom] === undefined) return data;
	const values = customFields(block[custom]);
	return Object.assign(data, { custom_fields_values: values, fields: fieldsByName(values) });
}

const twins = { date_create: 'created_at', timestamp_x: 'updated_at' } as const;

/**
 * `[note][0]` holds `note` and, for contacts and companies, the `type` of what it hangs on, which
 * becomes `entity_type`. The dates of a note are in the account's time zone: its unix twins replace
 * them, and without a twin they stay as sent, because nobody knows the zone.
 */
export function noteData(block: WireObject): EntityData {
	const { note, ...outer } = block;
	if (typeof note !== 'object' || Array.isArray(note)) return entityData(block);
	const dates = Object.entries(twins).flatMap(([local, twin]) => {
		const text = note[local];
		if (typeof text !== 'string') return [];
		const unix = note[twin];
		return [[local, (typeof unix === 'string' && unix !== '' && toIso(unix)) || text] as const];
	});
	const around = Object.entries(outer).map(
		([name, value]) => [`entity_${name}`, entityValue(name, value)] as const,
	);
	return { ...entityData(note), ...Object.fromEntries([...dates, ...around]) };
}

import { isoTime } from './instant';
import { isWireObject } from './wire';

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members => isWireObject(value);

/** Values of custom fields have their form from the option Custom Fields. */
const asTheyAre = new Set(['custom_fields_values', 'fields']);

/** `updated_at`, `complete_till`, `next_date`: 0 stands for none. */
const isTime = (name: string, value: unknown): value is number =>
	typeof value === 'number' && value > 0 && /_(?:at|till|date)$/.test(name);

function simplified(
	name: string,
	value: unknown,
	timezone: string,
): readonly (readonly [string, unknown])[] {
	if (name === '_links') return [];
	if (asTheyAre.has(name)) return [[name, value]];
	return [[name, isTime(name, value) ? isoTime(value, timezone) : member(value, timezone)]];
}

function member(value: unknown, timezone: string): unknown {
	if (Array.isArray(value)) return value.map((one) => member(one, timezone));
	return isMembers(value) ? simplify(value, timezone) : value;
}

/**
 * A row of API v4 as people and language models read it: without links; what was embedded stands beside
 * the other members, unless one has its name already; unix seconds are ISO 8601 in the zone.
 */
export function simplify(row: object, timezone: string): object {
	const { _embedded: embedded, ...own } = row as Members;
	const lifted = isMembers(embedded) ? embedded : {};
	const names = new Set(Object.keys(own));
	const beside = Object.entries(lifted).filter(([name]) => !names.has(name));
	const kept = Object.entries(lifted).filter(([name]) => names.has(name));
	return Object.fromEntries([
		...[...Object.entries(own), ...beside].flatMap(([name, value]) =>
			simplified(name, value, timezone),
		),
		...(kept.length > 0
			? [['_embedded', simplify(Object.fromEntries(kept), timezone)] as const]
			: []),
	]);
}

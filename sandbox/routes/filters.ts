import type { Data } from '../data';
import type { AnyEntity, EntityKind, Lead } from '../entities';
import type { FieldEntry } from '../field';
import { branch, list, text, type Query, type QueryValue } from '../query';

type Test = (entity: AnyEntity) => boolean;
/** A test of one member, whatever kind of row has it. */
type RowTest = (row: object) => boolean;

const memberOf = (row: object, name: string): unknown =>
	(row as Readonly<Record<string, unknown>>)[name];

const numberOf = (row: object, name: string): number | null => {
	const value = memberOf(row, name);
	return typeof value === 'number' ? value : null;
};

/** The member is one of the values, as text: query strings have no other type. */
export const among = (name: string, value: QueryValue | undefined): RowTest | null => {
	if (value === undefined) return null;
	const wanted = new Set(list(value).map((one) => one.trim()));
	return (row) => wanted.has(String(memberOf(row, name)));
};

/** One number means "from then on"; the bounds of a range are included. */
export const range = (name: string, value: QueryValue | undefined): RowTest | null => {
	if (value === undefined) return null;
	const bounds = branch(value);
	const from = Number((bounds ? text(bounds['from']) : text(value)) || -Infinity);
	const to = Number((bounds && text(bounds['to'])) || Infinity);
	return (entity) => {
		const own = numberOf(entity, name);
		return own !== null && own >= from && own <= to;
	};
};

const names = (value: QueryValue | undefined): Test | null => {
	if (value === undefined) return null;
	const wanted = new Set(list(value));
	return ({ name }) => wanted.has(name);
};

const statuses = (value: QueryValue | undefined): Test | null => {
	const pairs = Object.values(branch(value) ?? {}).flatMap((item) => {
		const pair = branch(item);
		return pair ? [pair] : [];
	});
	if (pairs.length === 0) return null;
	return (entity) =>
		pairs.some(
			(pair) =>
				Number(text(pair['pipeline_id'])) === (entity as Lead).pipeline_id &&
				Number(text(pair['status_id'])) === (entity as Lead).status_id,
		);
};

const customFields = (value: QueryValue | undefined): readonly Test[] =>
	Object.entries(branch(value) ?? {}).map(([fieldId, wanted]) => {
		const bounds = branch(wanted);
		const hasRange = bounds?.['from'] !== undefined || bounds?.['to'] !== undefined;
		const accepts = (entry: FieldEntry): boolean =>
			entry.values.some((item) => {
				if (!hasRange) {
					const { value } = item;
					// In a query amoCRM's booleans are 1 and 0.
					const shown = String(typeof value === 'boolean' ? Number(value) : value);
					return list(wanted).some((one) => one === shown || one === String(item.enum_id));
				}
				const number = Number(item.value);
				return (
					number >= Number(text(bounds?.['from']) || -Infinity) &&
					number <= Number(text(bounds?.['to']) || Infinity)
				);
			});
		return ({ fields }) =>
			fields.some((entry) => entry.field_id === Number(fieldId) && accepts(entry));
	});

const ranges: Readonly<Record<EntityKind, readonly string[]>> = {
	leads: ['price', 'created_at', 'updated_at', 'closed_at', 'closest_task_at'],
	contacts: ['created_at', 'updated_at', 'closest_task_at'],
	companies: ['created_at', 'updated_at', 'closest_task_at'],
	customers: ['next_price', 'next_date', 'created_at', 'updated_at', 'closest_task_at'],
};

const choices = ['id', 'pipeline_id', 'created_by', 'updated_by', 'responsible_user_id'];

/** Full text over the name and the filled fields, without case. */
const search = (value: string | undefined): Test | null => {
	if (!value) return null;
	const needle = value.toLowerCase();
	return ({ name, fields }) =>
		name.toLowerCase().includes(needle) ||
		fields.some(({ values }) =>
			values.some((item) => String(item.value).toLowerCase().includes(needle)),
		);
};

/** What `filter[...]` and `query` leave of the live entities of a kind. */
export function filtered(data: Data, kind: EntityKind, query: Query): readonly AnyEntity[] {
	const filter = branch(query['filter']) ?? {};
	const tests = [
		...choices.map((name) => among(name, filter[name])),
		...ranges[kind].map((name) => range(name, filter[name])),
		names(filter['name']),
		kind === 'leads' ? statuses(filter['statuses']) : null,
		kind === 'customers' ? among('status_id', filter['status_id']) : null,
		...customFields(filter['custom_fields_values']),
		search(text(query['query'])),
	].filter((test): test is Test => test !== null);
	return [...data[kind].values()].filter(
		(entity) => !entity.is_deleted && tests.every((test) => test(entity)),
	);
}

/** By `order[field]=asc|desc`; by id when none of the allowed fields is named. */
export function ordered<T extends { readonly id: number }>(
	entities: readonly T[],
	query: Query,
	allowed: readonly string[],
): readonly T[] {
	const order = Object.entries(branch(query['order']) ?? {});
	const [name, direction] = order.find(([field]) => allowed.includes(field)) ?? ['id', 'asc'];
	const sign = direction === 'desc' ? -1 : 1;
	return [...entities].sort(
		(a, b) => sign * ((numberOf(a, name) ?? 0) - (numberOf(b, name) ?? 0)) || a.id - b.id,
	);
}

/** The rows that pass every test that there is. */
export const passing = <T extends object>(
	rows: Iterable<T>,
	tests: ReadonlyArray<((row: T) => boolean) | null>,
): readonly T[] => [...rows].filter((row) => tests.every((test) => test === null || test(row)));

import { z } from 'zod';
import type { CatalogElement } from '../catalogs';
import type { FieldProblem } from '../problem';
import type { Store } from '../store';
import { readFields } from './customFields';
import { fieldMissing, notSupportedChoice } from './fieldProblems';
import { customField } from './input';
import { shaped, type Check } from './shaped';

const id = z.number().int();
const elementInput = z.object({
	id: id.optional(),
	name: z.string().min(1).max(255).optional(),
	custom_fields_values: z.array(customField).nullish(),
});
type Input = z.infer<typeof elementInput>;

const unixNow = (): number => Math.floor(Date.now() / 1000);

/** Values that the catalog asks of each element. */
function lacking(
	store: Store,
	owner: string,
	filled: CatalogElement['fields'],
): readonly FieldProblem[] {
	const ids = new Set(filled.map(({ field_id }) => field_id));
	return (store.data.fields[owner] ?? [])
		.filter((field) => field.settings?.is_required && !ids.has(field.id))
		.map((field) => fieldMissing(`custom_fields_values.${field.id}`));
}

function prepare(
	store: Store,
	catalogId: number,
	by: number,
	input: Input,
	current: CatalogElement | null,
): (() => CatalogElement) | readonly FieldProblem[] {
	const owner = `catalogs/${catalogId}`;
	const values = input.custom_fields_values;
	const read = readFields(store.data, owner, current?.fields ?? [], values ?? []);
	const fields = values === null ? [] : read.entries;
	const problems = [
		...read.problems,
		...(read.problems.length > 0 ? [] : lacking(store, owner, fields)),
	];
	const name = input.name ?? current?.name;
	if (name === undefined) return [fieldMissing('name'), ...problems];
	if (problems.length > 0) return problems;
	return () => {
		const now = unixNow();
		const element: CatalogElement = {
			id: current?.id ?? store.nextId(),
			catalog_id: catalogId,
			name,
			created_by: current?.created_by ?? by,
			updated_by: by,
			created_at: current?.created_at ?? now,
			updated_at: Math.max(now, current?.updated_at ?? 0),
			is_deleted: false,
			fields,
		};
		store.data.catalogs.elements.set(element.id, element);
		store.touch();
		return element;
	};
}

export const addElement = (store: Store, catalogId: number, by: number): Check<CatalogElement> =>
	shaped(elementInput, (input) => prepare(store, catalogId, by, input, null));

export const updateElement = (store: Store, catalogId: number, by: number): Check<CatalogElement> =>
	shaped(elementInput, (input) => {
		if (input.id === undefined) return [fieldMissing('id')];
		const current = store.data.catalogs.elements.get(input.id);
		if (!current || current.catalog_id !== catalogId) return [notSupportedChoice('id')];
		return prepare(store, catalogId, by, input, current);
	});

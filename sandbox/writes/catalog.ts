import { z } from 'zod';
import type { Catalog } from '../catalogs';
import { problem, type FieldProblem } from '../problem';
import { predefinedFields } from '../seed/catalogFields';
import type { Store } from '../store';
import { fieldMissing, notSupportedChoice } from './fieldProblems';
import { given, shaped, type Check } from './shaped';

const perAccount = 10;
/** Of these an account has one at most. */
const singular: ReadonlySet<string> = new Set(['invoices', 'products']);

const catalogInput = z.object({
	id: z.number().int().optional(),
	name: z.string().min(1).max(255).optional(),
	sort: z.number().int().optional(),
	type: z.string().optional(),
	can_add_elements: z.boolean().optional(),
	can_show_in_cards: z.boolean().optional(),
	can_link_multiple: z.boolean().optional(),
});

type Input = z.infer<typeof catalogInput>;
type Refusals = readonly FieldProblem[];

const isType = (type: string): type is Catalog['type'] =>
	['regular', 'invoices', 'products', 'suppliers'].includes(type);

const unixNow = (): number => Math.floor(Date.now() / 1000);

function keep(store: Store, catalog: Catalog): Catalog {
	store.data.catalogs.lists.set(catalog.id, catalog);
	store.touch();
	return catalog;
}

function add(store: Store, by: number, input: Input): (() => Catalog) | Refusals {
	const { name, type = 'regular' } = input;
	if (name === undefined) return [fieldMissing('name')];
	if (!isType(type)) return [notSupportedChoice('type')];
	const all = [...store.data.catalogs.lists.values()];
	if (all.length >= perAccount) throw problem(422, `Limit ${perAccount} catalogs per account`);
	if (singular.has(type) && all.some((one) => one.type === type)) {
		throw problem(422, `The account has a catalog of ${type} already`);
	}
	const now = unixNow();
	return () => {
		const id = store.nextId();
		store.data.fields[`catalogs/${id}`] = predefinedFields(type, () => store.nextId());
		return keep(store, {
			id,
			name,
			created_by: by,
			updated_by: by,
			created_at: now,
			updated_at: now,
			sort: input.sort ?? 10,
			type,
			can_add_elements: input.can_add_elements ?? true,
			can_show_in_cards: input.can_show_in_cards ?? false,
			can_link_multiple: input.can_link_multiple ?? true,
			can_be_deleted: type !== 'products',
			sdk_widget_code: null,
		});
	};
}

function update(store: Store, by: number, input: Input): (() => Catalog) | Refusals {
	// The type of a catalog is for ever.
	const { id, type: _type, ...changes } = input;
	if (id === undefined) return [fieldMissing('id')];
	const current = store.data.catalogs.lists.get(id);
	if (!current) return [notSupportedChoice('id')];
	const updated_at = Math.max(unixNow(), current.updated_at);
	return () => keep(store, { ...current, ...given(changes), updated_by: by, updated_at });
}

export const addCatalog = (store: Store, by: number): Check<Catalog> =>
	shaped(catalogInput, (input) => add(store, by, input));

export const updateCatalog = (store: Store, by: number): Check<Catalog> =>
	shaped(catalogInput, (input) => update(store, by, input));

import { z } from 'zod';
import type { Data } from '../data';
import type { Field, FieldSettings } from '../field';
import { canHave, mandatory } from '../fieldTypes';
import { allGroups } from '../models/fieldGroup';
import { problem, type FieldProblem } from '../problem';
import type { Store } from '../store';
import { branchProblems, branchesOf, branchInput, enumInput, enumsOf } from './fieldChoices';
import { fieldMissing, notSupportedChoice } from './fieldProblems';
import { given, shaped, type Check } from './shaped';

const id = z.number().int();
const place = z.object({ status_id: id, pipeline_id: id });
const fieldInput = z.object({
	id: id.optional(),
	type: z.string().optional(),
	name: z.string().min(1).max(255).optional(),
	code: z.string().max(255).nullish(),
	sort: z.number().int().optional(),
	enums: z.array(enumInput).nullish(),
	nested: z.array(branchInput).nullish(),
	group_id: z.string().nullish(),
	is_api_only: z.boolean().optional(),
	is_deletable: z.boolean().optional(),
	is_required: z.boolean().optional(),
	is_visible: z.boolean().optional(),
	currency: z
		.string()
		.regex(/^[A-Z]{3}$/)
		.nullish(),
	remind: z.enum(['never', 'day', 'week', 'month']).nullish(),
	search_in: z.union([z.string(), id]).nullish(),
	tracking_callback: z.string().nullish(),
	required_statuses: z.array(place).nullish(),
	hidden_statuses: z.array(place).nullish(),
	chained_lists: z
		.array(
			z.object({
				title: z.string().nullish(),
				catalog_id: id,
				parent_catalog_id: id.nullish(),
			}),
		)
		.nullish(),
});
type Input = z.infer<typeof fieldInput>;
type Refusals = readonly FieldProblem[];

const perSegment = 30;
const searchable: ReadonlySet<string> = new Set([
	'contacts',
	'companies',
	'contacts_and_companies',
]);

/** Names in the field of things that the account has not. */
function unknownThings(data: Data, owner: string, input: Input): Refusals {
	const isCatalog = (catalogId: number | string) => data.catalogs.lists.has(Number(catalogId));
	const isPlace = ({ status_id, pipeline_id }: z.infer<typeof place>) =>
		data.pipelines
			.find((pipeline) => pipeline.id === pipeline_id)
			?.statuses.some((status) => status.id === status_id) ?? false;
	const places = (['required_statuses', 'hidden_statuses'] as const).flatMap((name) =>
		(input[name] ?? []).flatMap((one, i) =>
			isPlace(one) ? [] : [notSupportedChoice(`${name}.${i}.status_id`)],
		),
	);
	const lists = (input.chained_lists ?? []).flatMap(({ catalog_id }, i) =>
		isCatalog(catalog_id) ? [] : [notSupportedChoice(`chained_lists.${i}.catalog_id`)],
	);
	const { group_id, search_in } = input;
	const isGroup = group_id == null || allGroups(data, owner).some((one) => one.id === group_id);
	const isPlaceToSearch =
		search_in == null || searchable.has(String(search_in)) || isCatalog(search_in);
	return [
		...places,
		...lists,
		...(isGroup ? [] : [notSupportedChoice('group_id')]),
		...(isPlaceToSearch ? [] : [notSupportedChoice('search_in')]),
		...branchProblems(input.nested ?? []),
	];
}

function settingsOf(store: Store, input: Input, before: FieldSettings): FieldSettings {
	const {
		id: _id,
		type: _type,
		name: _name,
		code: _code,
		sort: _sort,
		enums: _enums,
		...own
	} = input;
	const { nested, required_statuses, hidden_statuses, chained_lists, ...plain } = own;
	return {
		...before,
		...given(plain),
		...(nested === undefined ? {} : { nested: branchesOf(store, nested ?? []) }),
		...(required_statuses === undefined ? {} : { required_statuses: required_statuses ?? [] }),
		...(hidden_statuses === undefined ? {} : { hidden_statuses: hidden_statuses ?? [] }),
		...(chained_lists === undefined
			? {}
			: {
					chained_lists: (chained_lists ?? []).map((one) => ({
						title: one.title ?? null,
						catalog_id: one.catalog_id,
						parent_catalog_id: one.parent_catalog_id ?? null,
					})),
				}),
	};
}

/** In the place of the field with its id, or at the end. */
function keep(store: Store, owner: string, field: Field): Field {
	const all = store.data.fields[owner] ?? [];
	const isNew = all.every((one) => one.id !== field.id);
	store.data.fields[owner] = isNew
		? [...all, field]
		: all.map((one) => (one.id === field.id ? field : one));
	store.touch();
	return field;
}

function add(store: Store, owner: string, input: Input): (() => Field) | Refusals {
	const { type, name } = input;
	const needed = mandatory[type ?? ''];
	const problems = [
		...(type === undefined ? [fieldMissing('type')] : []),
		...(name === undefined ? [fieldMissing('name')] : []),
		...(type !== undefined && !canHave(owner, type) ? [notSupportedChoice('type')] : []),
		...(needed && [input[needed] ?? []].flat().length === 0 ? [fieldMissing(needed)] : []),
		...unknownThings(store.data, owner, input),
	];
	if (problems.length > 0 || type === undefined || name === undefined) return problems;
	if (owner === 'customers/segments' && (store.data.fields[owner] ?? []).length >= perSegment) {
		throw problem(422, `Limit ${perSegment} fields per segment`);
	}
	return () =>
		keep(store, owner, {
			id: store.nextId(),
			name,
			code: input.code ?? null,
			type,
			sort: input.sort ?? 500,
			is_predefined: false,
			enums: input.enums ? enumsOf(store, input.enums) : null,
			settings: settingsOf(store, input, {}),
		});
}

function update(store: Store, owner: string, input: Input): (() => Field) | Refusals {
	if (input.id === undefined) return [fieldMissing('id')];
	const current = store.data.fields[owner]?.find((one) => one.id === input.id);
	if (!current) return [notSupportedChoice('id')];
	const problems = unknownThings(store.data, owner, input);
	if (problems.length > 0) return problems;
	return () =>
		keep(store, owner, {
			...current,
			name: input.name ?? current.name,
			code: input.code ?? current.code,
			sort: input.sort ?? current.sort,
			enums: input.enums ? enumsOf(store, input.enums) : current.enums,
			settings: settingsOf(store, input, current.settings ?? {}),
		});
}

/** `owner` is the path before `/custom_fields`. */
export const addField = (store: Store, owner: string): Check<Field> =>
	shaped(fieldInput, (input) => add(store, owner, input));

/** The type of a field is for ever; a `type` in the body is ignored. */
export const updateField = (store: Store, owner: string): Check<Field> =>
	shaped(fieldInput, (input) => update(store, owner, input));

export function deleteField(store: Store, owner: string, field: Field): void {
	if (!(field.settings?.is_deletable ?? !field.is_predefined)) {
		throw problem(400, 'The field can not be deleted');
	}
	store.data.fields[owner] = (store.data.fields[owner] ?? []).filter((one) => one !== field);
	store.touch();
}

import { findChoice, type AccountField } from './accountField';
import { unixSeconds } from './instant';
import { invalid, type WireContext } from './param';
import { isWireObject, type WireObject, type WireValue } from './wire';

/** One value of a field on the wire; the label stands in its errors. */
type Convert = (
	label: string,
	field: AccountField,
	value: unknown,
	context: WireContext,
) => WireObject;

const text: Convert = (label, field, value) => {
	if (typeof value === 'string') return { value };
	if (typeof value === 'number' || typeof value === 'boolean') return { value: String(value) };
	throw invalid(`${label}: ${field.name}`, value, 'text');
};

/** Text stays text: amoCRM keeps more digits than a JavaScript number has. */
const number: Convert = (label, field, value) => {
	if (typeof value === 'number' && Number.isFinite(value)) return { value };
	if (typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value)) {
		return { value: value.trim() };
	}
	throw invalid(`${label}: ${field.name}`, value, 'a number');
};

const truths = new Map<unknown, boolean>([
	...[true, 1, '1', 'true'].map((value) => [value, true] as const),
	...[false, 0, '0', 'false'].map((value) => [value, false] as const),
]);

const checkbox: Convert = (label, field, given) => {
	const value = truths.get(typeof given === 'string' ? given.trim().toLowerCase() : given);
	if (value !== undefined) return { value };
	throw invalid(`${label}: ${field.name}`, given, 'true or false');
};

const date: Convert = (label, field, given, { timezone }) => {
	const value = unixSeconds(given, timezone);
	if (Number.isFinite(value)) return { value };
	throw invalid(`${label}: ${field.name}`, given, 'a date, such as 2025-01-31T12:00:00Z');
};

const choice: Convert = (label, field, value, context) => {
	if (typeof value === 'string' || typeof value === 'number') {
		return { enum_id: findChoice(label, field, value, context).id };
	}
	throw invalid(`${label}: ${field.name}`, value, 'the label, the code or the ID of a choice');
};

/** An object is the value, anything else is what the object is about. */
const objectAbout =
	(wanted: string, about: (value: string | number, field: AccountField) => WireObject): Convert =>
	(label, field, value) => {
		if (isWireObject(value)) return { value };
		if (typeof value === 'string' || typeof value === 'number') return { value: about(value, field) };
		throw invalid(`${label}: ${field.name}`, value, wanted);
	};

const entityId = (label: string, field: AccountField, value: string | number): number => {
	const id = Number(value);
	if (Number.isSafeInteger(id) && id > 0) return id;
	throw invalid(`${label}: ${field.name}`, value, 'an ID');
};

const linkedEntity: Convert = (label, field, value, context) =>
	objectAbout('an entity, such as {entity_id: 12345, entity_type: "contacts"}', (given) => {
		const entity_id = entityId(label, field, given);
		const { searchIn } = field;
		if (searchIn === 'contacts' || searchIn === 'companies') {
			return { entity_id, entity_type: searchIn };
		}
		if (searchIn !== null && /^\d+$/.test(searchIn)) {
			return { entity_id, entity_type: 'catalog_elements', catalog_id: Number(searchIn) };
		}
		throw invalid(`${label}: ${field.name}`, given, 'enough: give {entity_id, entity_type}');
	})(label, field, value, context);

const supplier: Convert = (label, field, value, context) =>
	objectAbout('a supplier, such as {entity_id: 12345}', (given) => ({
		entity_id: entityId(label, field, given),
	}))(label, field, value, context);

const onlyObject =
	(example: string): Convert =>
	(label, field, value) => {
		if (isWireObject(value)) return { value };
		throw invalid(`${label}: ${field.name}`, value, `an object, such as ${example}`);
	};

/** The lines of an address have codes; text alone is the first of them. */
const address: Convert = (...given) => ({ ...text(...given), enum_code: 'address_line_1' });

const chained: Convert = (label, field, value) => {
	throw invalid(
		`${label}: ${field.name}`,
		value,
		'an element of a catalog, such as {catalog_id: 4521, catalog_element_id: 12345}',
	);
};

const converters: Readonly<Record<string, Convert>> = {
	birthday: date,
	category: choice,
	chained_list: chained,
	checkbox,
	date,
	date_time: date,
	file: objectAbout('a file, such as {file_uuid: "6cbab3d5-…"}', (file_uuid) => ({ file_uuid })),
	items: onlyObject('{description: "Desk", unit_price: 100, quantity: 1}'),
	legal_entity: objectAbout('a legal entity, such as {name: "Example"}', (name) => ({
		name: String(name),
	})),
	linked_entity: linkedEntity,
	monetary: number,
	multiselect: choice,
	numeric: number,
	payer: objectAbout('a payer, such as {name: "Example"}', (name) => ({ name: String(name) })),
	price: number,
	radiobutton: choice,
	select: choice,
	smart_address: address,
	supplier,
};

/** Types whose value may be several. */
const several = new Set(['chained_list', 'items', 'multiselect', 'multitext', 'smart_address']);

const wireNames = ['value', 'enum_id', 'enum_code'] as const;

/** A value in the form of the API goes as it is; that of a chained list has no `value`. */
const isWireForm = ({ type }: AccountField, value: unknown): value is WireObject =>
	isWireObject(value) &&
	(type === 'chained_list'
		? 'catalog_element_id' in value
		: wireNames.some((name) => name in value));

export const isNothing = (value: unknown): boolean =>
	value === '' || value === null || value === undefined;

/** `{WORK: '+7…', MOB: ['+7…']}` of a phone, `{city: 'Moscow'}` of an address. */
function byCode(value: WireObject): readonly WireObject[] {
	return Object.entries(value).flatMap(([enum_code, own]) =>
		(Array.isArray(own) ? (own as readonly WireValue[]) : [own])
			.filter((one) => !isNothing(one))
			.map((one) => ({ value: String(one), enum_code })),
	);
}

/** The labels in a text, which may have commas of their own. */
function labels(field: AccountField, value: unknown): readonly unknown[] {
	if (typeof value !== 'string' || field.type !== 'multiselect') return [value];
	const isOne = field.choices.some((one) => one.value.trim() === value.trim());
	return isOne ? [value] : value.split(',').map((one) => one.trim());
}

/**
 * `values` of a field from what n8n has for it: labels of choices, n8n's dates, numbers, lists; null
 * clears the field. Throws an Error that begins with the label and names the field.
 */
export function fieldValues(
	label: string,
	field: AccountField,
	given: unknown,
	context: WireContext,
): readonly WireObject[] | null {
	if (field.isComputed) throw new Error(`${label}: ${field.name} is computed by amoCRM`);
	const convert = converters[field.type] ?? text;
	const list = (Array.isArray(given) ? (given as readonly unknown[]) : [given])
		.flatMap((value) => labels(field, value))
		.filter((value) => !isNothing(value));
	if (list.length > 1 && !several.has(field.type)) {
		throw invalid(`${label}: ${field.name}`, given, 'one value');
	}
	const values = list.flatMap((value) => {
		if (isWireForm(field, value)) return [value];
		const isByCode = field.type === 'multitext' || field.type === 'smart_address';
		if (isByCode && isWireObject(value)) return byCode(value);
		return [convert(label, field, value, context)];
	});
	return values.length > 0 ? values : null;
}

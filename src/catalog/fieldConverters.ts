import { findChoice, type AccountField } from './accountField';
import { unixSeconds } from './instant';
import { invalid, type WireContext } from './param';
import { isWireObject, type WireObject } from './wire';

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

/** An object is the value; text and numbers are what the object is about. */
const objectAbout =
	(
		wanted: string,
		about: (label: string, field: AccountField, value: string | number) => WireObject,
	): Convert =>
	(label, field, value) => {
		if (isWireObject(value)) return { value };
		if (typeof value === 'string' || typeof value === 'number') {
			return { value: about(label, field, value) };
		}
		throw invalid(`${label}: ${field.name}`, value, wanted);
	};

function entityOf(label: string, field: AccountField, value: string | number): WireObject {
	const entity_id = Number(value);
	if (Number.isSafeInteger(entity_id) && entity_id > 0) return { entity_id };
	throw invalid(`${label}: ${field.name}`, value, 'an ID');
}

/** The field knows where its entities are, unless that may be in several places. */
function linkedEntity(label: string, field: AccountField, value: string | number): WireObject {
	const entity = entityOf(label, field, value);
	const { searchIn } = field;
	if (searchIn === 'contacts' || searchIn === 'companies') {
		return { ...entity, entity_type: searchIn };
	}
	if (searchIn !== null && /^\d+$/.test(searchIn)) {
		return { ...entity, entity_type: 'catalog_elements', catalog_id: Number(searchIn) };
	}
	throw invalid(`${label}: ${field.name}`, value, 'enough: give {entity_id, entity_type}');
}

const named = (_label: string, _field: AccountField, name: string | number): WireObject => ({
	name: String(name),
});

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
	file: objectAbout('a file, such as {file_uuid: "6cbab3d5-…"}', (_label, _field, file_uuid) => ({
		file_uuid,
	})),
	items: onlyObject('{description: "Desk", unit_price: 100, quantity: 1}'),
	legal_entity: objectAbout('a legal entity, such as {name: "Example"}', named),
	linked_entity: objectAbout(
		'an entity, such as {entity_id: 12345, entity_type: "contacts"}',
		linkedEntity,
	),
	monetary: number,
	multiselect: choice,
	numeric: number,
	payer: objectAbout('a payer, such as {name: "Example"}', named),
	price: number,
	radiobutton: choice,
	select: choice,
	smart_address: address,
	supplier: objectAbout('a supplier, such as {entity_id: 12345}', entityOf),
};

/** One value of a field of this type; what amoCRM may invent is text. */
export const converterOf = ({ type }: AccountField): Convert => converters[type] ?? text;

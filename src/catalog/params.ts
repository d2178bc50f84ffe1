import { unixSeconds } from './instant';
import { locator } from './locator';
import { invalid, type Param } from './param';
import { toId } from './toId';
import { isWireObject, type WireObject, type WireValue } from './wire';

type Choice = { readonly name: string; readonly value: string; readonly description?: string };

const scalarText = (label: string, value: unknown): string => {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	throw invalid(label, value, 'text');
};

/** A list from an array, from comma-separated text, or of one value. Empty entries vanish. */
export function toList(value: unknown): readonly unknown[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) return value.filter((entry) => entry !== '' && entry !== null);
	if (typeof value !== 'string') return [value];
	return value
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

export const text = (label: string, doc: string, placeholder = ''): Param => ({
	label,
	doc,
	isRequired: false,
	property: { type: 'string', default: '', ...(placeholder ? { placeholder } : {}) },
	convert: (value) => (value === null ? null : scalarText(label, value)),
});

export const number = (label: string, doc: string): Param => ({
	label,
	doc,
	isRequired: false,
	property: { type: 'number', default: 0 },
	convert: (value) => {
		if (value === null) return null;
		const result = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof result === 'number' && Number.isFinite(result)) return result;
		throw invalid(label, value, 'a number');
	},
});

export const boolean = (label: string, doc: string): Param => ({
	label,
	doc,
	isRequired: false,
	property: { type: 'boolean', default: false },
	convert: (value) => {
		if (value === true || value === 'true') return true;
		if (value === false || value === 'false') return false;
		throw invalid(label, value, 'true or false');
	},
});

export const options = (
	label: string,
	doc: string,
	choices: readonly Choice[],
	initial: string,
): Param => ({
	label,
	doc,
	isRequired: false,
	property: {
		type: 'options',
		options: choices.map((choice) => ({ ...choice })),
		default: initial,
	},
	convert: (value) => {
		// From an expression, amoCRM's numbers come as numbers.
		const wanted = typeof value === 'number' ? String(value) : value;
		const known = choices.find((choice) => choice.value === wanted);
		if (known) return known.value;
		throw invalid(label, value, `one of ${choices.map((choice) => choice.value).join(', ')}`);
	},
});

/** On the wire: unix seconds. */
export const dateTime = (label: string, doc: string): Param => ({
	label,
	doc,
	isRequired: false,
	property: { type: 'dateTime', default: '' },
	convert: (value, { timezone }) => {
		const seconds = unixSeconds(value, timezone);
		if (Number.isFinite(seconds)) return seconds;
		throw invalid(label, value, 'a date, such as 2025-01-31T12:00:00Z');
	},
});

export const id = (label: string, doc: string): Param => ({
	label,
	doc,
	isRequired: true,
	property: { type: 'string', default: '', placeholder: 'e.g. 12345', required: true },
	convert: (value) => toId(label, value),
});

/** Comma-separated in the editor, an array from an expression. */
export const list = (label: string, doc: string, placeholder: string): Param => ({
	label,
	doc,
	isRequired: false,
	property: { type: 'string', default: '', placeholder },
	convert: (value) => toList(value).map((entry) => scalarText(label, entry)),
});

export const idList = (label: string, doc: string): Param => ({
	...list(label, doc, 'e.g. 12345, 12346'),
	convert: (value) => toList(value).map((entry) => toId(label, entry)),
});

/** What amoCRM adds to each entity on request; a comma list on the wire. */
export const withParts = (parts: Readonly<Record<string, string>>): Param => ({
	label: 'Include',
	doc: 'What amoCRM adds to each row',
	isRequired: false,
	property: {
		type: 'multiOptions',
		default: [],
		options: Object.entries(parts)
			.map(([value, name]) => ({ name, value }))
			.sort((a, b) => a.name.localeCompare(b.name, 'en')),
	},
	convert: (value) => toList(value).join(','),
});

const dynamicListDoc =
	'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

/** One of a list that amoCRM fills: `method` is a name of `nodes/AmoCrm/methods.ts`. */
export const choice = (label: string, method: string, dependsOn: readonly string[] = []): Param =>
	locator({
		label,
		doc: `${label}: choose from the list of the account, or give the ID`,
		search: method,
		dependsOn,
	});

export const choices = (label: string, method: string): Param => ({
	label: `${label} Names or IDs`,
	doc: dynamicListDoc,
	isRequired: false,
	property: { type: 'multiOptions', default: [], typeOptions: { loadOptionsMethod: method } },
	convert: (value) => toList(value).map((entry) => toId(label, entry)),
});

/** JSON as text or, from an expression, as an object. */
export const json = (label: string, doc: string, initial = ''): Param => ({
	label,
	doc,
	isRequired: false,
	property: { type: 'json', default: initial },
	convert: (value) => {
		if (typeof value !== 'string') return value as WireValue;
		try {
			return JSON.parse(value) as WireValue;
		} catch (error) {
			throw new Error(`${label} is not valid JSON: ${(error as Error).message}`);
		}
	},
});

/** An object without members says nothing, and unlike no text at all the editor does not mark it as wrong. */
export const jsonObject = (label: string, doc: string): Param => json(label, doc, '{}');

/** Members that go into the model as they are, for what the editor has no field for. */
export const additionalJson: Param = {
	...jsonObject(
		'Additional JSON',
		'An object whose members are sent as they are, in the form of the amoCRM API; it wins over the fields above',
	),
	place: (value) => {
		if (isWireObject(value)) return value;
		throw invalid('Additional JSON', value, 'an object');
	},
};

export const required = (param: Param): Param => ({
	...param,
	isRequired: true,
	property: { ...param.property, required: true },
});

/** For an `id` that may be left out. */
export const optional = (param: Param): Param => {
	const { required: _required, ...property } = param.property;
	return { ...param, isRequired: false, property };
};
/** In the query of a write: `?accrue_bonus=1`. */
export const inQuery = (param: Param): Param => ({ ...param, isInQuery: true });

/** The same parameter, placed elsewhere than its name says. */
export const placed = (param: Param, place: (value: WireValue) => WireObject): Param => ({
	...param,
	place,
});

import { isWireObject, type WireObject, type WireValue } from '../catalog/wire';
import type { Row } from '../client/paginate';
import { nationalDigits, phoneDigits } from './phone';

export type MatchBy = 'email' | 'field' | 'name' | 'phone';

/** Which entity an item means, as the user said it. */
export interface MatchKey {
	readonly by: MatchBy;
	/** Id of the custom field, or the code of one that every account has, for `field`. */
	readonly field: string;
	readonly value: string;
}

/** How amoCRM is asked for candidates; it finds too many, never the only right one. */
export type Lookup =
	/** Full-text search, form after form until one is found. */
	| { readonly kind: 'text'; readonly forms: readonly string[] }
	/** `filter[…][]`, which takes the values of many items: the members on the way, then the value. */
	| { readonly kind: 'filter'; readonly path: readonly string[]; readonly value: string };

export interface Matcher {
	/** Items with the same id mean the same entity. */
	readonly id: string;
	readonly lookup: Lookup;
	/** The comparison that counts, on a row of amoCRM or on a model that is about to be sent. */
	readonly isMatch: (row: Row) => boolean;
	/** What a new entity must hold for the next run to find it. */
	readonly mark: WireObject;
	/**
	 * The model with the value that it is matched by in a form that the next run finds, however that run
	 * writes it: `8 999 123-45-67` in a field beside would hide the entity from it.
	 */
	readonly findable: (model: WireObject) => WireObject;
}

const listOf = (value: unknown): readonly Row[] =>
	Array.isArray(value) ? value.filter((one): one is Row => isWireObject(one)) : [];

type IsField = (field: Row) => boolean;

const anyValue =
	(isField: IsField, isSame: (value: string) => boolean): Matcher['isMatch'] =>
	(row) =>
		listOf(row['custom_fields_values'])
			.filter(isField)
			.flatMap(({ values }) => listOf(values))
			.some(({ value }) => isSame(String(value)));

const marked = (key: WireObject, value: WireValue): WireObject => ({
	custom_fields_values: [{ ...key, values: [value] }],
});

const isContactField =
	(code: string): IsField =>
	(field) =>
		field['field_code'] === code;

const asItIs = (model: WireObject): WireObject => model;

const rewriteValue =
	(rewrite: (value: string) => string) =>
	(entry: WireValue): WireValue => {
		if (!isWireObject(entry)) return entry;
		const own = String(entry['value']);
		const other = rewrite(own);
		return other === own ? entry : { ...entry, value: other };
	};

/** The model with each value of the contact field `code` as `rewrite` has it. */
const rewritten =
	(code: string, rewrite: (value: string) => string) =>
	(model: WireObject): WireObject => {
		const { custom_fields_values: fields } = model;
		if (!Array.isArray(fields)) return model;
		const rewriteField = (field: WireValue): WireValue => {
			if (!isWireObject(field) || field['field_code'] !== code) return field;
			const { values } = field;
			return Array.isArray(values)
				? { ...field, values: (values as readonly WireValue[]).map(rewriteValue(rewrite)) }
				: field;
		};
		return {
			...model,
			custom_fields_values: (fields as readonly WireValue[]).map(rewriteField),
		};
	};

function byPhone(value: string): Matcher {
	const digits = phoneDigits(value);
	if (digits === '') throw new Error(`Match Value: ${JSON.stringify(value)} is not a phone`);
	const national = nationalDigits(digits);
	const written = national === digits ? value : `+${digits}`;
	const isFound = (own: string): boolean =>
		own.includes(national) || (national === digits && own.includes(value));
	const isSame = (own: string): boolean => phoneDigits(own) === digits;
	return {
		id: `phone ${digits}`,
		// A number that somebody stored with the same brackets and dashes has its digits apart.
		lookup: { kind: 'text', forms: value.includes(national) ? [national] : [national, value] },
		isMatch: anyValue(isContactField('PHONE'), isSame),
		mark: marked({ field_code: 'PHONE' }, { value: written, enum_code: 'WORK' }),
		findable: rewritten('PHONE', (own) => (isSame(own) && !isFound(own) ? written : own)),
	};
}

function byEmail(value: string): Matcher {
	const address = value.toLowerCase();
	if (!/^[^\s@]+@[^\s@]+$/.test(address)) {
		throw new Error(`Match Value: ${JSON.stringify(value)} is not an email address`);
	}
	return {
		id: `email ${address}`,
		lookup: { kind: 'text', forms: [address] },
		isMatch: anyValue(isContactField('EMAIL'), (own) => own.trim().toLowerCase() === address),
		mark: marked({ field_code: 'EMAIL' }, { value, enum_code: 'WORK' }),
		findable: asItIs,
	};
}

const byName = (name: string): Matcher => ({
	id: `name ${name}`,
	lookup: { kind: 'filter', path: ['name'], value: name },
	isMatch: (row) => String(row['name'] ?? '').trim() === name,
	mark: { name },
	findable: asItIs,
});

function byField(field: string, value: string): Matcher {
	const id = /^\d+$/.test(field) ? Number(field) : null;
	const isField: IsField = (one) =>
		id === null ? one['field_code'] === field : Number(one['field_id']) === id;
	return {
		id: `field ${field} ${value}`,
		// amoCRM filters by the id of a field only.
		lookup:
			id === null
				? { kind: 'text', forms: [value] }
				: { kind: 'filter', path: ['custom_fields_values', field], value },
		isMatch: anyValue(isField, (own) => own.trim() === value),
		mark: marked(id === null ? { field_code: field } : { field_id: id }, { value }),
		findable: asItIs,
	};
}

/** Throws an Error that names the parameter at fault. */
export function matcher({ by, field, value }: MatchKey): Matcher {
	const text = value.trim();
	if (text === '') throw new Error('Match Value is empty');
	if (by === 'phone') return byPhone(text);
	if (by === 'email') return byEmail(text);
	return by === 'name' ? byName(text) : byField(field.trim(), text);
}

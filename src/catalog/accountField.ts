import { FieldLookupError } from './fieldLookUp';
import { nearNames } from './nearNames';
import { invalid, type WireContext } from './param';

export interface FieldChoice {
	readonly id: number;
	readonly value: string;
	readonly code: string | null;
}

/** A custom field of an account, as far as a value of it depends on it. */
export interface AccountField {
	readonly id: number;
	readonly name: string;
	readonly code: string | null;
	/** `select`, `date`, … */
	readonly type: string;
	/** Of lists and categories, and the kinds of a multitext. */
	readonly choices: readonly FieldChoice[];
	/** amoCRM computes it: it cannot be written. */
	readonly isComputed: boolean;
	/** Of a linked entity: `contacts`, `companies` or the id of a catalog. */
	readonly searchIn: string | null;
}

const most = 40;

/** `"A", "B" and 5 more` */
function named(names: readonly string[]): string {
	const shown = names.slice(0, most).map((name) => JSON.stringify(name));
	const rest = names.length - shown.length;
	return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** The error of a name that means nothing: what is near it, and below all that there is. */
const unknown = (
	owner: string,
	problem: string,
	given: string,
	names: readonly string[],
): FieldLookupError => {
	const near = nearNames(given, names);
	const question = near.length > 0 ? `. Did you mean ${named(near)}?` : '';
	return new FieldLookupError(
		owner,
		`${problem}${question}`,
		`There are ${named(names) || 'none'}`,
	);
};

const folded = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

/**
 * The entries that a text means: by the first reading under which there is any, so that an exact name
 * never becomes ambiguous because of another one in small letters.
 */
export function meant<T>(
	entries: readonly T[],
	readings: ReadonlyArray<(entry: T) => string | null>,
	text: string,
): readonly T[] {
	for (const fold of [(one: string) => one.trim(), folded]) {
		const wanted = fold(text);
		for (const read of readings) {
			const found = entries.filter((entry) => {
				const own = read(entry);
				return own !== null && fold(own) === wanted;
			});
			if (found.length > 0) return found;
		}
	}
	return [];
}

/** What a user gave to name a field, as text. */
export function fieldName(label: string, given: unknown): string {
	const name = Number.isSafeInteger(given) ? String(given) : given;
	if (typeof name === 'string' && name.trim() !== '') return name.trim();
	throw invalid(label, given, 'the name, the code or the ID of a field');
}

export const withId = ({ name, id }: AccountField): string => `${name} (${id})`;

/** Id, code, name, or `Name (id)`; what is a code is never taken for a name. */
const readings: ReadonlyArray<(field: AccountField) => string | null> = [
	({ id }) => String(id),
	({ code }) => code,
	({ name }) => name,
	withId,
];

/** The first of these names by which the field, and no other one, is found. */
function ownName(
	field: AccountField,
	fields: readonly AccountField[],
	names: ReadonlyArray<string | null>,
): string | undefined {
	const given = names.filter((name): name is string => Boolean(name?.trim()));
	return given.find((name) => {
		const [first, ...others] = meant(fields, readings, name);
		return first?.id === field.id && others.length === 0;
	});
}

/** How a field is named so that a workflow works in another account, too: by its code, else its name. */
export const portableName = (field: AccountField, fields: readonly AccountField[]): string =>
	ownName(field, fields, [field.code, field.name]) ?? withId(field);

/** Ids of the fields whose names alone mean others, too. */
export const ambiguousIds = (fields: readonly AccountField[]): ReadonlySet<number> =>
	new Set(
		fields
			.filter((field) => ownName(field, fields, [field.name]) === undefined)
			.map(({ id }) => id),
	);

/** The fields of the owner; throws a FieldLookupError where they were not read. */
export function ownFields(
	label: string,
	{ owner, fields }: WireContext,
): { readonly owner: string; readonly known: readonly AccountField[] } {
	if (!owner) throw new Error(`${label}: nothing here has custom fields`);
	const known = fields?.get(owner);
	if (known) return { owner, known };
	throw new FieldLookupError(owner, `${label}: the fields of ${owner} are not known`);
}

/** Throws a FieldLookupError that names the fields that there are. */
export function findField(label: string, name: string, context: WireContext): AccountField {
	const { owner, known } = ownFields(label, context);
	const [found, ...others] = meant(known, readings, name);
	if (!found) {
		const candidates = known.map((one) => ownName(one, known, [one.name]) ?? withId(one));
		const problem = `${label}: ${JSON.stringify(name)} is no field of ${owner} in this account`;
		throw unknown(owner, problem, name, candidates);
	}
	if (others.length === 0) return found;
	throw new FieldLookupError(
		owner,
		`${label}: ${JSON.stringify(name)} is the name of several fields of ${owner}`,
		`Use one of these forms: ${named([found, ...others].map(withId))}`,
	);
}

/** A field that is to be written. */
export function findWritable(label: string, name: string, context: WireContext): AccountField {
	const field = findField(label, name, context);
	if (field.isComputed) throw new Error(`${label}: ${field.name} is computed by amoCRM`);
	return field;
}

/** By label, code or id. Throws a FieldLookupError that names the choices that there are. */
export function findChoice(
	label: string,
	field: AccountField,
	value: string | number,
	{ owner = '' }: WireContext,
): FieldChoice {
	const [found, ...others] = meant(
		field.choices,
		[(one) => one.value, ({ code }) => code, ({ id }) => String(id)],
		String(value),
	);
	const about = `${label}: ${field.name}: ${JSON.stringify(value)}`;
	if (!found) {
		const candidates = field.choices.map((one) => one.value);
		throw unknown(owner, `${about} is no choice of the field`, String(value), candidates);
	}
	if (others.length === 0) return found;
	const ids = [found, ...others].map(({ id }) => id).join(', ');
	throw new FieldLookupError(owner, `${about} means several choices`, `Use one of the IDs ${ids}`);
}

import { fieldKind } from './fieldKind';

const canonicalInteger = /^-?(?:0|[1-9]\d*)$/;
const canonicalNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const localDate = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/;

/** Null for what a number cannot hold exactly: leading zeros, signs, more than 2^53. */
export function toInteger(text: string): number | null {
	if (!canonicalInteger.test(text) || text === '-0') return null;
	const number = Number(text);
	return Number.isSafeInteger(number) ? number : null;
}

function toNumber(text: string): number | null {
	// Fifteen digits survive the way to a double and back.
	if (!canonicalNumber.test(text) || text.replace(/\D/g, '').length > 15) return null;
	const number = Number(text);
	// JSON writes it as 0: what a workflow gets at once would not be what is stored.
	return Object.is(number, -0) ? null : number;
}

/** ISO 8601 of unix seconds; null outside of what a date can hold. */
export function unixToIso(seconds: number): string | null {
	const date = new Date(seconds * 1000);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** ISO 8601 of unix seconds or `Y-m-d H:i:s` in UTC; null for everything else. */
export function toIso(text: string): string | null {
	const seconds = toInteger(text);
	if (seconds !== null) return unixToIso(seconds);
	const parts = localDate.exec(text);
	if (!parts) return null;
	const date = new Date(`${parts[1]}T${parts[2]}Z`);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

const booleans: ReadonlyMap<string, boolean> = new Map([
	['0', false],
	['1', true],
	['false', false],
	['true', true],
]);

/** amoCRM's empty values: no budget, no date. */
const isNothing = (text: string, kind: string): boolean =>
	text === '' || (kind === 'date' && text === '0');

/**
 * The typed value of a member. Text that does not fit its kind (a UUID in an `id`) stays as it is, so
 * no value is lost; a number or date that amoCRM sends empty is null.
 */
export function scalar(name: string, text: string): string | number | boolean | null {
	const kind = fieldKind(name);
	if (kind === 'text') return text;
	if (kind === 'boolean') return booleans.get(text) ?? text;
	if (isNothing(text, kind)) return null;
	if (kind === 'date') return toIso(text) ?? text;
	return (kind === 'integer' ? toInteger(text) : toNumber(text)) ?? text;
}

import type { Period } from './period';

export interface Pipeline {
	readonly id: string;
	readonly name: string;
}

/** What the report is about. */
export interface Scope {
	/** Null while the database knows no account. */
	readonly accountId: string | null;
	/** Null: all of them. */
	readonly pipelines: readonly Pipeline[] | null;
	readonly period: Period;
}

const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** Throws when several accounts are there and none is named: their figures do not add up. */
export function chooseAccount(known: readonly string[], wanted: string | null): string | null {
	if (wanted !== null) {
		if (known.includes(wanted)) return wanted;
		throw new Error(`There is no account "${wanted}" in the database; there is ${listed(known)}.`);
	}
	if (known.length > 1) {
		throw new Error(
			`Several accounts are in the database: choose --account ${known.join(' or ')}.`,
		);
	}
	return known[0] ?? null;
}

/** By id or name, the case of letters aside; null for no wish. */
export function choosePipelines(
	known: readonly Pipeline[],
	wanted: readonly string[],
): readonly Pipeline[] | null {
	if (wanted.length === 0) return null;
	return wanted.flatMap((given) => {
		const sought = given.trim().toLowerCase();
		const found = known.filter(({ id, name }) => id === sought || name.toLowerCase() === sought);
		if (found.length > 0) return found;
		const names = known.map(({ name }) => name);
		throw new Error(
			known.length > 0
				? `There is no pipeline "${given}"; there is ${listed(names)}.`
				: `There is no pipeline "${given}": the database has no leads yet.`,
		);
	});
}

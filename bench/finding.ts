/** What we promise of a figure; no mark where nothing is promised. */
export type Target =
	| { readonly atLeast: number }
	| { readonly atMost: number }
	| { readonly below: number };

/** One line of the first table. */
export interface Finding {
	readonly what: string;
	/** How many times better ours is, or the figure itself when there is nothing to compare with. */
	readonly value: number;
	readonly unit: 'x' | 'ms' | 'MB' | 'requests' | 'events' | 'leads' | '%';
	readonly target: Target | null;
	readonly met: boolean | null;
	/** The two figures behind a ratio, with their unit. */
	readonly from: string;
}

const isMet = (value: number, target: Target): boolean => {
	if ('atLeast' in target) return value >= target.atLeast;
	return 'atMost' in target ? value <= target.atMost : value < target.below;
};

export function finding(
	what: string,
	value: number,
	unit: Finding['unit'],
	target: Target | null,
	from = '',
): Finding {
	return { what, value, unit, target, from, met: target ? isMet(value, target) : null };
}

/** In as many digits as a reader can use. */
export const figure = (value: number | null): string =>
	value === null
		? 'none'
		: value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 0 });

export const beside = (ours: number, other: number, unit: string): string =>
	`${figure(ours)} beside ${figure(other)} ${unit}`;

/** Our figure as a multiple of the other, with both. */
export const ratioOf = (
	what: string,
	ours: number,
	other: number,
	unit: string,
	target: Target | null,
): Finding => finding(what, ours / other, 'x', target, beside(ours, other, unit));

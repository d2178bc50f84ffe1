import { hasRows } from './catalog';
import type { WireObject, WireValue } from './types';

/** One changed entity as it stands in the body. */
export interface Block {
	/** `leads[add]`, or `add` where the body has no root. */
	readonly path: string;
	/** Names the block in problems: `leads[add][0]`. */
	readonly place: string;
	readonly root: string;
	readonly action: string | null;
	readonly value: WireObject | string;
}

const index = /^(?:0|[1-9]\d*)$/;

const isIndexed = (value: WireObject): boolean =>
	Object.keys(value).every((key) => index.test(key));

/** The entities below a path: lists and indexes with gaps are opened, however often nested. */
function entities(value: WireValue, place: string): (readonly [string, WireObject | string])[] {
	if (typeof value === 'string') return [[place, value]];
	if (Array.isArray(value) || isIndexed(value)) {
		return Object.entries(value).flatMap(([key, item]) => entities(item, `${place}[${key}]`));
	}
	if (!Object.keys(value).some((key) => index.test(key))) return [[place, value]];
	// Indexes beside names: an entity of its own for each index, one for the names.
	const inner = Object.entries(value).filter(
		([key, v]) => index.test(key) && typeof v === 'object',
	);
	if (inner.length === 0) return [[place, value]];
	const names = Object.entries(value).filter(
		([key, v]) => !index.test(key) || typeof v !== 'object',
	);
	return [
		...inner.flatMap(([key, item]) => entities(item, `${place}[${key}]`)),
		[place, Object.fromEntries(names)],
	];
}

/** Whether a root holds entities without an action between: `add[0][id]`, `survey[id]`. */
function isEntity(root: string, value: WireObject | WireValue[]): boolean {
	if (Array.isArray(value) || hasRows(root) || isIndexed(value)) return true;
	const members = Object.entries(value);
	return members.every(
		([action, member]) => typeof member === 'string' && !hasRows(`${root}[${action}]`),
	);
}

/** The changed entities of a body in its order; what is neither account nor entity is in `strays`. */
export function blocks(body: WireObject): {
	readonly blocks: readonly Block[];
	readonly strays: readonly string[];
} {
	const found: Block[] = [];
	const strays: string[] = [];
	const open = (value: WireValue, path: string, root: string, action: string | null): void => {
		for (const [place, entity] of entities(value, path)) {
			found.push({ path, place, root, action, value: entity });
		}
	};
	for (const [root, value] of Object.entries(body)) {
		if (root === 'account') continue;
		if (typeof value === 'string') strays.push(root);
		else if (isEntity(root, value)) open(value, root, root, null);
		else {
			for (const [action, member] of Object.entries(value)) {
				open(member, `${root}[${action}]`, root, action);
			}
		}
	}
	return { blocks: found, strays };
}

import type { ZodTypeAny } from 'zod';
import { blocks, type Block } from './blocks';
import { rowFor } from './catalog';
import { changes } from './changes';
import type { DecodedBody } from './decode';
import { entityData, noteData, type EntityData } from './entityData';
import type { EventRow } from './eventRow';
import { parent } from './parent';
import { problemList, type ProblemList } from './problemList';
import { toInteger, toIso } from './scalar';
import type { AmoEvent, WireObject, WireValue } from './types';

export interface Account {
	/** Null where the body names the account by its subdomain only (2016). */
	readonly id: number | null;
	readonly subdomain: string | null;
}

export interface NormalisedBody {
	/** The body's account block; null if it has none. */
	readonly account: Account | null;
	/** One for each changed entity, in the order of the body. */
	readonly events: readonly AmoEvent[];
	/** The decoder's problems, then what the table's checks found; no values, only places. */
	readonly problems: readonly string[];
}

/** Whose account it is when the body does not say: the credential's. */
export interface NormaliseOptions {
	readonly accountId: number | null;
}

/** Fit for a column, an index and a workflow's condition; other names are not amoCRM's. */
const plainName = /^[A-Za-z0-9_-]{1,64}$/;
const longestId = 255;

const textOf = (value: WireValue | undefined): string | null =>
	typeof value === 'string' ? value : null;

function accountOf(value: WireValue | undefined, problems: ProblemList): Account | null {
	if (value === undefined) return null;
	if (typeof value === 'string' || Array.isArray(value)) {
		problems.add('account', 'is not an account block');
		return null;
	}
	const idText = textOf(value['id']);
	const id = idText === null ? null : toInteger(idText);
	if (value['id'] !== undefined && id === null) problems.add('account[id]', 'is not a number');
	return { id, subdomain: textOf(value['subdomain']) };
}

const dateNames = [
	'updated_at',
	'last_modified',
	'date_modify',
	'created_at',
	'date_create',
] as const;
/** With a zone: without one its meaning would depend on where n8n runs. */
const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)$/;

/** A delete carries no time of its own: `created_at` of a deleted unsorted is when it came in. */
function occurredAt(event: string, data: EntityData): string | null {
	if (event.endsWith('.delete')) return null;
	for (const name of dateNames) {
		const date = data[name];
		if (typeof date !== 'string' || !isoDate.test(date)) continue;
		const time = new Date(date);
		if (!Number.isNaN(time.getTime())) return time.toISOString();
	}
	return null;
}

/** Who created an entity is who changed it only when it has just been created. */
function changedBy(event: string, data: EntityData, block: WireObject): number | null {
	const author = block['author'];
	const names = event.endsWith('.add')
		? ['modified_user_id', 'modified_by', 'created_user_id', 'created_by']
		: ['modified_user_id', 'modified_by'];
	const values = names.map((name) => data[name]);
	if (typeof author === 'object' && !Array.isArray(author)) {
		values.push(toInteger(textOf(author['user_id']) ?? ''));
	}
	return values.find((value): value is number => typeof value === 'number') ?? null;
}

function idOf(data: EntityData, field: string): number | string | null {
	const id = data[field];
	if (typeof id === 'number') return id;
	return typeof id === 'string' && id !== '' && id.length <= longestId ? id : null;
}

function check(schema: ZodTypeAny, data: EntityData, place: string, problems: ProblemList): void {
	const result = schema.safeParse(data);
	for (const { path, message } of result.error?.issues ?? []) {
		problems.add([place, ...path.map((name) => `[${String(name)}]`)].join(''), message);
	}
}

/** `leads[delete]=123` of the documentation's prose; any other text without members is kept as `value`. */
const blockObject = (value: WireObject | string): WireObject => {
	if (typeof value !== 'string') return value;
	return toInteger(value) === null ? { value } : { id: value };
};

function listedEvent(
	{ event, entity, idField = 'id', schema }: EventRow,
	{ place, root }: Block,
	block: WireObject,
	accountId: number | null,
	problems: ProblemList,
): AmoEvent {
	const isNote = entity === 'note';
	const data = isNote ? noteData(block) : entityData(block);
	const inner = block['note'];
	// Anywhere else a member of that name is a member like any other.
	const changed = isNote && typeof inner === 'object' && !Array.isArray(inner) ? inner : block;
	check(schema, data, place, problems);
	return {
		event,
		entity,
		id: idOf(data, idField),
		accountId,
		occurredAt: occurredAt(event, data),
		changes: changes(changed, data),
		parent: parent(entity, data, root),
		changedBy: changedBy(event, data, changed),
		data,
	};
}

/** What the table does not list passes through under its own name, its values as they came. */
function unlistedEvent(
	{ root, action }: Block,
	block: WireObject,
	accountId: number | null,
): AmoEvent {
	const event = action === null ? root : `${root}.${action}`;
	const dates = dateNames.flatMap((name) => {
		const date = toIso(textOf(block[name]) ?? '');
		return date === null ? [] : [[name, date] as const];
	});
	const id = textOf(block['id']);
	return {
		event,
		entity: root,
		id: id === null ? null : idOf({ id: toInteger(id) ?? id }, 'id'),
		accountId,
		occurredAt: occurredAt(event, Object.fromEntries(dates)),
		changes: {},
		parent: null,
		changedBy: null,
		data: block,
	};
}

/**
 * Turns a decoded body into events, one for each changed entity. Never throws: a block that fails its
 * check becomes an event all the same, and `problems` says what is odd.
 */
export function normalise(decoded: DecodedBody, { accountId }: NormaliseOptions): NormalisedBody {
	const problems = problemList();
	const account = accountOf(decoded.value['account'], problems);
	const eventAccount = account?.id ?? accountId;
	const events: AmoEvent[] = [];
	const { blocks: found, strays } = blocks(decoded.value);
	for (const stray of strays) problems.add(stray, 'stands alone and belongs to no entity');
	for (const block of found) {
		const value = blockObject(block.value);
		const row = rowFor(block.path, value);
		if (typeof block.value === 'string') problems.add(block.place, 'is a value without members');
		if (row) {
			events.push(listedEvent(row, block, value, eventAccount, problems));
		} else if (plainName.test(block.root) && plainName.test(block.action ?? 'none')) {
			problems.add(block.place, 'is not in the event table and was passed through');
			events.push(unlistedEvent(block, value, eventAccount));
		} else {
			problems.add(block.place, "has no name of amoCRM's and was left in the raw body");
		}
	}
	return { account, events, problems: [...decoded.problems, ...problems.list()] };
}

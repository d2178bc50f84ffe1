import type { Change } from './changes';
import { changesOf } from './changesOf';
import type { Data } from './data';
import type { AnyEntity, EntityKind, EntityOf } from './entities';

export type ChangeListener = (changes: readonly Change[]) => void;

/**
 * The account's data. Every write of a lead, contact or company goes through `save`, which compares
 * it with what was there and tells the listeners what happened: no route has to remember to.
 */
export interface Store {
	data: Data;
	/** The next id of the account; odd steps, as amoCRM's own. */
	nextId(): number;
	save<K extends EntityKind>(kind: K, entity: EntityOf[K]): EntityOf[K];
	/** Tells of a change that is not a lead, contact or company. */
	record(change: Change): void;
	/** Changes made inside `run` are told together, as amoCRM does for one request. */
	together<T>(run: () => T): T;
	/** Of changes made inside `run` nobody is told. */
	quietly<T>(run: () => T): T;
	onChange(listener: ChangeListener): void;
	/** Marks the data as changed, so that it is written to the state file. */
	touch(): void;
	onTouch(listener: () => void): void;
	/** Puts other data in place of all; nobody is told. */
	replace(data: Data): void;
}

export function createStore(initial: Data): Store {
	const listeners: ChangeListener[] = [];
	const touchListeners: Array<() => void> = [];
	let collected: Change[] | null = null;

	const tell = (changes: readonly Change[]) => {
		if (changes.length > 0) for (const listener of listeners) listener(changes);
	};
	const store: Store = {
		data: initial,
		nextId() {
			store.data.lastId += 2;
			return store.data.lastId;
		},
		save(kind, entity) {
			const table = store.data[kind] as unknown as Map<number, AnyEntity>;
			const before = table.get(entity.id) ?? null;
			table.set(entity.id, entity);
			store.touch();
			for (const change of changesOf(kind, before, entity)) store.record(change);
			return entity;
		},
		record(change) {
			store.touch();
			if (collected) collected.push(change);
			else tell([change]);
		},
		together(run) {
			if (collected) return run();
			collected = [];
			try {
				return run();
			} finally {
				const changes = collected;
				collected = null;
				tell(changes);
			}
		},
		quietly(run) {
			const outer = collected;
			collected = [];
			try {
				return run();
			} finally {
				collected = outer;
			}
		},
		onChange: (listener) => void listeners.push(listener),
		touch: () => touchListeners.forEach((listener) => listener()),
		onTouch: (listener) => void touchListeners.push(listener),
		replace(data) {
			store.data = data;
			store.touch();
		},
	};
	return store;
}

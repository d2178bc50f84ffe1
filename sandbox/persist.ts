import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { newAccount } from './account/account';
import type { Data } from './data';
import { completeOAuth } from './oauth/olderState';
import { newSettings } from './seed/settings';
import { catalogFields } from './seed/catalogFields';
import { newCatalogs } from './seed/catalogs';
import type { Note } from './entities';
import type { Unsorted } from './unsorted';
import { emptyCustomers } from './seed/customers';

/** Raised when `Data` changes its shape: an older file is then refused, not misread. */
const version = 1;
/** Ended deliveries that survive a restart; waiting ones all do. */
const keptDeliveries = 500;
/** Events that survive a restart: the file is written anew each time. */
const keptEvents = 10_000;

const replacer = (_key: string, value: unknown): unknown =>
	value instanceof Map ? { $map: [...value] } : value;

const reviver = (_key: string, value: unknown): unknown =>
	typeof value === 'object' && value !== null && '$map' in value
		? new Map(value.$map as Array<[unknown, unknown]>)
		: value;

/** Null when there is no file yet. */
export function loadData(path: string): Data | null {
	if (!existsSync(path)) return null;
	let parsed: { readonly version?: unknown; readonly data?: Data };
	try {
		parsed = JSON.parse(readFileSync(path, 'utf8'), reviver) as typeof parsed;
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(
			`The sandbox's state file ${path} cannot be read: ${reason}. Delete it to start anew.`,
		);
	}
	if (parsed.version !== version || !parsed.data) {
		throw new Error(
			`The sandbox's state file ${path} is of another version (${String(parsed.version)}, needed ${version}). Delete it to start anew.`,
		);
	}
	// Older files have no customers, events, files, settings, catalogs or groups of fields; notes were texts,
	// tasks had no duration.
	const { data } = parsed;
	return {
		...emptyCustomers(),
		...data,
		account: {
			...newAccount(data.account.id, data.account.subdomain, data.account.name),
			...data.account,
		},
		oauth: completeOAuth(data.oauth),
		tags: { ...data.tags, customers: data.tags.customers ?? new Map() },
		events: data.events ?? [],
		files: data.files ?? new Map(),
		fileLinks: data.fileLinks ?? new Map(),
		settings: { ...newSettings(), ...data.settings },
		fields: { ...catalogFields, ...data.fields },
		fieldGroups: data.fieldGroups ?? {},
		catalogs: data.catalogs ?? newCatalogs(),
		contactChats: data.contactChats ?? new Map(),
		unsorted: new Map([...data.unsorted].map(([uid, one]) => [uid, withMetadata(one)])),
		unsortedDecisions: data.unsortedDecisions ?? [],
		notes: new Map([...data.notes].map(([id, note]) => [id, withNoteType(note)])),
		tasks: new Map(
			[...data.tasks].map(([id, task]) => [
				id,
				{ ...task, group_id: task.group_id ?? 0, duration: task.duration ?? 0 },
			]),
		),
	};
}

const withMetadata = (unsorted: Unsorted): Unsorted => ({
	...unsorted,
	company_id: unsorted.company_id ?? null,
	metadata: unsorted.metadata ?? {},
});

function withNoteType(note: Note & { readonly text?: string }): Note {
	const { text, ...kept } = note;
	if (text === undefined) return note;
	return {
		...kept,
		note_type: 'common',
		params: { text },
		is_pinned: false,
		responsible_user_id: note.created_by,
		group_id: 0,
		updated_by: note.created_by,
	};
}

/** A crash while writing leaves the old file: the new one takes its place in one step. */
export function saveData(path: string, data: Data): void {
	const ended = [...data.deliveries.values()].filter(({ state }) => state !== 'pending');
	const kept = new Set(ended.slice(-keptDeliveries));
	const deliveries = new Map(
		[...data.deliveries].filter(([, one]) => one.state === 'pending' || kept.has(one)),
	);
	const events = data.events.slice(-keptEvents);
	const text = JSON.stringify({ version, data: { ...data, deliveries, events } }, replacer);
	const temporary = `${path}.${process.pid}.tmp`;
	// It holds client secrets and tokens: for the owner only.
	writeFileSync(temporary, text, { mode: 0o600 });
	renameSync(temporary, path);
}

import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { paginate, type Row } from '../../src/client/paginate';
import { amoCrmConnection } from '../amoCrmTransport';
import { toNodeError } from './nodeError';

const keptForMs = 30_000;

interface Kept {
	readonly rows: Promise<readonly Row[]>;
	readonly until: number;
}

/** By credential and account: one account's pipelines must never show in another's list. */
const kept = new Map<string, Kept>();

function credentialIds(context: ILoadOptionsFunctions): string {
	const credentials = context.getNode().credentials ?? {};
	const ids = Object.entries(credentials).map(([type, { id, name }]) => `${type}=${id ?? name}`);
	return ids.sort().join('&');
}

async function fetchRows(
	context: ILoadOptionsFunctions,
	path: string,
	collection: string,
	parts?: string,
): Promise<readonly Row[]> {
	const { client, accountKey } = await amoCrmConnection(context);
	const key = `${credentialIds(context)} ${accountKey} ${path} ${collection}`;
	const known = kept.get(key);
	if (known && known.until > performance.now()) return await known.rows;
	const read = async (): Promise<readonly Row[]> => {
		const rows: Row[] = [];
		const query = parts === undefined ? {} : { with: parts };
		const pages = paginate(client, { method: 'GET', path, query }, { collection, pageSize: 250 });
		for await (const row of pages) rows.push(row);
		return rows;
	};
	const rows = read();
	kept.set(key, { rows, until: performance.now() + keptForMs });
	// A refusal is asked anew, not remembered.
	rows.catch(() => kept.delete(key));
	return await rows;
}

/** All rows of a list that is short enough to be kept for the editor. */
export async function rowsOf(
	context: ILoadOptionsFunctions,
	path: string,
	collection: string,
	parts?: string,
): Promise<readonly Row[]> {
	try {
		return await fetchRows(context, path, collection, parts);
	} catch (error) {
		throw toNodeError(context, error);
	}
}

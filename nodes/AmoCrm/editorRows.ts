import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { readAll, type Row } from '../../src/client/paginate';
import { shortLived } from '../../src/client/shortLived';
import { amoCrmConnection } from '../amoCrmTransport';
import { credentialIds } from './accountFields';
import { toNodeError } from '../nodeError';

const kept = shortLived<readonly Row[]>(30_000);

async function fetchRows(
	context: ILoadOptionsFunctions,
	path: string,
	collection: string,
	parts?: string,
): Promise<readonly Row[]> {
	const { client, accountKey } = await amoCrmConnection(context);
	// By credential and account: one account's pipelines must never show in another's list.
	const key = `${credentialIds(context.getNode())} ${accountKey} ${path} ${collection}`;
	const query = parts === undefined ? {} : { with: parts };
	const read = () => readAll(client, { method: 'GET', path, query }, { collection, pageSize: 250 });
	return await kept.get(key, read).value;
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

import type { INodeExecutionData } from 'n8n-workflow';
import { isWireObject } from '../../src/catalog/wire';
import { readAll, rowsOf } from '../../src/client/paginate';
import type { HttpMethod, Query } from '../../src/client/types';
import { eachItem, outputItem, reader, type Job } from './job';

const mostRowsPerPage = 250;

/** `leads` is short for `/api/v4/leads`; another host is never called with the token. */
function apiPath(given: unknown): string {
	const path = String(given ?? '').trim();
	if (path === '') throw new Error('Path is empty');
	if (/^[a-z][a-z0-9+.-]*:|^\/\/|[\s\\#]/i.test(path)) {
		throw new Error(
			`Path: "${path}" is not a path from the root of the account, such as /api/v4/leads or leads`,
		);
	}
	return path.startsWith('/') ? path : `/api/v4/${path}`;
}

interface Call {
	readonly method: HttpMethod;
	readonly path: string;
	readonly query: Query;
	readonly body: unknown;
	readonly isAllPages: boolean;
	readonly isFull: boolean;
	readonly isSplit: boolean;
}

function readCall(job: Job, itemIndex: number): Call {
	const read = reader(job, itemIndex);
	const convert = (name: string): unknown => {
		const value = read(name);
		if (value === null || value === '') return undefined;
		return job.operation.params[name]?.convert(value, job.wire);
	};
	const query = convert('queryParameters') ?? {};
	if (!isWireObject(query)) throw new Error('Query Parameters must be an object');
	const options = (read('options') ?? {}) as {
		allPages?: unknown;
		fullResponse?: unknown;
		splitRows?: unknown;
	};
	const method = convert('method') as HttpMethod;
	return {
		method,
		path: apiPath(read('path')),
		query,
		body: convert('body'),
		isAllPages: options.allPages === true && method === 'GET',
		isFull: options.fullResponse === true,
		isSplit: options.splitRows === true,
	};
}

async function allRows(job: Job, { path, query }: Call): Promise<readonly object[]> {
	const { limit, page: _page, ...rest } = query;
	const pageSize = Number(limit ?? mostRowsPerPage);
	if (!(pageSize >= 1)) {
		throw new Error(`Query Parameters: limit ${JSON.stringify(limit)} is not a number of rows`);
	}
	return await readAll(job.client, { method: 'GET', path, query: rest }, { pageSize });
}

async function answerOf(job: Job, call: Call): Promise<readonly object[]> {
	if (call.isAllPages) return await allRows(job, call);
	const { method, path, query, body } = call;
	const hasBody = method !== 'GET' && body !== undefined;
	const answer = await job.client.send({ method, path, query, ...(hasBody ? { body } : {}) });
	if (call.isFull) return [{ status: answer.status, body: answer.body || null }];
	if (call.isSplit) return rowsOf(answer.body);
	if (typeof answer.body === 'object' && answer.body !== null) {
		return Array.isArray(answer.body) ? (answer.body as readonly object[]) : [answer.body];
	}
	// A read without rows yields nothing; a write without a body was carried out.
	return method === 'GET' ? [] : [{ success: true }];
}

/** Any request, with the node's credential, limit and messages. */
export const runCall = async (job: Job): Promise<INodeExecutionData[]> =>
	await eachItem(job, async (itemIndex) => {
		const answer = await answerOf(job, readCall(job, itemIndex));
		return answer.map((json) => outputItem(json, itemIndex));
	});

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import axios from 'axios';
import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { executeContext } from '../../tests/support/executeContext';
import { AmoCrmForward } from './AmoCrmForward.node';

interface Call {
	readonly path: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}

let server: Server;
let url: string;
let calls: Call[];
let underWay: number;
let mostUnderWay: number;
let answer: (call: Call, response: ServerResponse) => void | Promise<void>;

const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
	underWay += 1;
	mostUnderWay = Math.max(mostUnderWay, underWay);
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const body = Buffer.concat(chunks).toString();
	const call = { path: request.url ?? '', headers: request.headers, body };
	calls.push(call);
	await answer(call, response);
	underWay -= 1;
};

beforeAll(async () => {
	server = createServer((request, response) => void take(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
});
beforeEach(() => {
	calls = [];
	underWay = 0;
	mostUnderWay = 0;
	answer = ({ body }, response) => void response.end(JSON.stringify({ took: JSON.parse(body) }));
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

/** n8n's helper is axios with these settings. */
const send = async (
	options: IHttpRequestOptions,
	headers: Readonly<Record<string, string>> = {},
) => {
	const { status, data } = await axios({
		method: options.method ?? 'GET',
		url: options.url,
		headers: { ...(options.headers as Record<string, string>), ...headers },
		data: options.body,
		...(options.timeout === undefined ? {} : { timeout: options.timeout }),
		maxRedirects: options.disableFollowRedirect ? 0 : 5,
		...(options.ignoreHttpStatusErrors ? { validateStatus: () => true } : {}),
	});
	return { statusCode: status, headers: {}, body: data as unknown };
};

interface Given {
	readonly items: readonly IDataObject[];
	readonly parameters?: IDataObject | ((itemIndex: number) => IDataObject);
	/** As it stands in the node, where that is an expression. */
	readonly rawUrl?: string;
	readonly continueOnFail?: boolean;
	readonly signal?: AbortSignal;
	readonly credential?: IDataObject;
}

let credentialsRead: number;

function contextOf({ items, parameters = {}, rawUrl = '', ...rest }: Given): IExecuteFunctions {
	const credential = { name: 'X-Token', value: 'of-jarvis', ...rest.credential };
	credentialsRead = 0;
	const defaults = { url, bodyField: '', keyField: '', authentication: 'none', options: {} };
	const context = executeContext({
		items,
		credential,
		parameters: (index) => ({
			...defaults,
			...(typeof parameters === 'function' ? parameters(index) : parameters),
		}),
		http: async (_type, options) =>
			await send(options, { [String(credential.name)]: String(credential.value) }),
		helpers: { httpRequest: send as IExecuteFunctions['helpers']['httpRequest'] },
		...(rest.continueOnFail === undefined ? {} : { continueOnFail: rest.continueOnFail }),
		...(rest.signal === undefined ? {} : { signal: rest.signal }),
	});
	const { getCredentials } = context;
	return Object.assign(context, {
		getNode: () => ({ name: 'Forward', type: 'x', parameters: { url: rawUrl } }),
		getCredentials: async (type: string) => {
			credentialsRead += 1;
			return await getCredentials(type);
		},
	});
}

const run = async (given: Given) =>
	(await new AmoCrmForward().execute.call(contextOf(given)))[0] ?? [];

const numbered = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

it('posts each item and gives the answers in the order of the items', async () => {
	answer = async ({ body }, response) => {
		const { id } = JSON.parse(body) as { id: number };
		await pause(60 - id * 20);
		response.statusCode = 201;
		response.end(JSON.stringify({ took: id }));
	};
	expect(await run({ items: numbered(3) })).toEqual(
		[0, 1, 2].map((item) => ({
			json: { statusCode: 201, body: { took: item } },
			pairedItem: { item },
		})),
	);
	expect(calls.map(({ headers }) => headers['content-type'])).toEqual(
		Array(3).fill('application/json'),
	);
});

it('sends the chosen field with the key of a repeat', async () => {
	const items = [{ eventId: 5, body: '{"a": 1.0}', other: 'x' }];
	await run({ items, parameters: { bodyField: 'body', keyField: 'eventId' } });
	expect(calls).toMatchObject([{ body: '{"a": 1.0}', headers: { 'idempotency-key': '5' } }]);
});

it.each([
	[{}, 10],
	[{ concurrency: 3 }, 3],
	[{ concurrency: 0 }, 1],
])('with the options %j never more than %i wait for an answer', async (options, most) => {
	answer = async (_call, response) => {
		while (mostUnderWay < most) await pause(1);
		await pause(5);
		response.end('{}');
	};
	const items = numbered(24);
	expect(await run({ items, parameters: { options } })).toHaveLength(items.length);
	expect(mostUnderWay).toBe(most);
});

it('with Continue On Fail an item that was not taken is an error of its own', async () => {
	answer = ({ body }, response) => {
		response.statusCode = body.includes('1') ? 503 : 200;
		response.end(body.includes('1') ? 'busy' : '{}');
	};
	const result = await run({ items: numbered(3), continueOnFail: true });
	expect(result.map(({ json }) => json)).toEqual([
		{ statusCode: 200, body: {} },
		{ error: `${url} answered 503: busy` },
		{ statusCode: 200, body: {} },
	]);
	expect(result[1]?.pairedItem).toEqual({ item: 1 });
});

it('without it the first failure ends the run, and nothing more is sent', async () => {
	answer = (_call, response) => {
		response.statusCode = 500;
		response.end();
	};
	const failing = run({ items: numbered(30), parameters: { options: { concurrency: 2 } } });
	await expect(failing).rejects.toMatchObject({
		name: 'NodeOperationError',
		message: `${url} answered 500`,
		context: { itemIndex: 0 },
	});
	expect(calls.length).toBeLessThanOrEqual(3);
});

it('says why there was no answer', async () => {
	const closed = 'http://127.0.0.1:1/events?token=hidden';
	const [refused] = await run({ items: [{}], parameters: { url: closed }, continueOnFail: true });
	expect(refused?.json).toEqual({
		error: 'http://127.0.0.1:1/events gave no answer: the connection was refused',
	});
	answer = async (_call, response) => {
		await pause(1_500);
		response.end();
	};
	const parameters = { options: { timeout: 1 } };
	const [late] = await run({ items: [{}], parameters, continueOnFail: true });
	expect(late?.json).toEqual({ error: `${url} gave no answer: no answer came in time` });
});

it('spares a system that gives no answers', async () => {
	answer = async ({ body }, response) => {
		if (body.includes('"id":5')) response.end('{}');
		else response.destroy();
	};
	const ids = [...Array<number>(9).fill(1), 5, ...Array<number>(13).fill(2)];
	const parameters = { options: { concurrency: 1 } };
	const items = ids.map((id) => ({ id }));
	const result = await run({ items, parameters, continueOnFail: true });
	// Nine, then an answer, then ten in a row; the last three are spared.
	expect(calls).toHaveLength(20);
	expect(result.slice(-4).map(({ json }) => json['error'])).toEqual([
		`${url} gave no answer: the connection was cut`,
		...Array<string>(3).fill(`Not sent: 10 items in a row had no answer of ${url}`),
	]);
});

it('without its credential every item has failed, none is taken for sent', async () => {
	const parameters = { authentication: 'headerAuth' };
	const context = contextOf({ items: numbered(2), parameters, continueOnFail: true });
	context.getCredentials = async () => {
		throw new Error('Credential with ID "x" does not exist');
	};
	expect(await new AmoCrmForward().execute.call(context)).toEqual([
		[0, 1].map((item) => ({
			json: { error: 'Credential with ID "x" does not exist' },
			pairedItem: { item },
		})),
	]);
});

it('does not follow a redirect', async () => {
	answer = (_call, response) => void response.writeHead(302, { location: '/other' }).end();
	const [moved] = await run({ items: [{}], continueOnFail: true });
	expect(moved?.json).toEqual({ error: expect.stringContaining('answered 302 (a redirect') });
	expect(calls.map(({ path }) => path)).toEqual(['/events']);
});

it('signs each request with the credential, which is read once', async () => {
	await run({ items: numbered(5), parameters: { authentication: 'headerAuth' } });
	expect(calls.map(({ headers }) => headers['x-token'])).toEqual(Array(5).fill('of-jarvis'));
	expect(credentialsRead).toBe(1);
});

it('keeps to the domains that the credential allows', async () => {
	const signed = { items: [{}], parameters: { authentication: 'headerAuth' } };
	const nowhere = { allowedHttpRequestDomains: 'none' };
	await expect(run({ ...signed, credential: nowhere })).rejects.toThrow(/prevent use/);
	expect(calls).toEqual([]);

	const one = { allowedHttpRequestDomains: 'domains', allowedDomains: 'api.example' };
	const context = contextOf({ ...signed, credential: one });
	let allowed: unknown;
	// n8n's own helper compares; it must be told.
	context.helpers.httpRequestWithAuthentication = async (_type, options) => {
		allowed = options.allowedDomains;
		return { statusCode: 200, body: {} };
	};
	await new AmoCrmForward().execute.call(context);
	expect(allowed).toBe('api.example');
});

it('evaluates an address that names the item for each item', async () => {
	const given = {
		items: numbered(2),
		parameters: (index: number) => ({ url: `${url}/${index}` }),
	};
	await run({ ...given, rawUrl: '={{ $json.url }}' });
	expect(calls.map(({ path }) => path).sort()).toEqual(['/events/0', '/events/1']);
});

it.each(['', 'jarvis', 'ftp://example.com', 'http://'])('refuses the address "%s"', async (bad) => {
	await expect(run({ items: [{}], parameters: { url: bad } })).rejects.toThrow('is no address');
});

it('sends nothing for no items, and nothing more once the execution was stopped', async () => {
	expect(await run({ items: [], parameters: { url: '' } })).toEqual([]);
	const stop = new AbortController();
	answer = (_call, response) => {
		stop.abort();
		response.end('{}');
	};
	const parameters = { options: { concurrency: 1 } };
	await expect(run({ items: numbered(9), parameters, signal: stop.signal })).rejects.toThrow();
	expect(calls).toHaveLength(1);
});

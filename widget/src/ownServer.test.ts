import { suggestWithToken } from './ownServer';

const endpoint = 'https://webhook.example.ru/api/amocrm/address/suggest';
const realFetch = globalThis.fetch;
afterEach(() => {
	globalThis.fetch = realFetch;
});

/** The server's side: takes some tokens, remembers all that it was shown. */
function serverThatTakes(...accepted: readonly string[]): string[] {
	const shown: string[] = [];
	globalThis.fetch = async (_url, init) => {
		const token = new Headers(init?.headers).get('x-auth-token') ?? '';
		shown.push(token);
		return accepted.includes(token)
			? new Response(JSON.stringify({ suggestions: [{ value: token }] }))
			: new Response('{}', { status: 401 });
	};
	return shown;
}

function tokens(...each: readonly string[]) {
	const left = [...each];
	return async () => {
		const next = left.shift();
		if (next === undefined) throw new Error('no token');
		return next;
	};
}

it('a token is asked for once and used until it is refused', async () => {
	const shown = serverThatTakes('1', '2');
	const suggest = suggestWithToken({ endpoint, token: tokens('1') });
	await suggest('мос');
	expect(await suggest('моск')).toEqual([{ value: '1' }]);
	expect(shown).toEqual(['1', '1']);
});

it('a token that has run out is replaced, and the question asked again', async () => {
	const shown = serverThatTakes('2');
	const suggest = suggestWithToken({ endpoint, token: tokens('1', '2') });
	expect(await suggest('мос')).toEqual([{ value: '2' }]);
	expect(shown).toEqual(['1', '2']);
});

it('two refusals are a failure, not an endless loop', async () => {
	const shown = serverThatTakes();
	const suggest = suggestWithToken({ endpoint, token: tokens('1', '2', '3') });
	await expect(suggest('мос')).rejects.toThrow('HTTP 401');
	expect(shown).toHaveLength(2);
});

it('after the site gave no token the next question asks for one again', async () => {
	serverThatTakes('later');
	let isThere = false;
	const token = async () => {
		if (isThere) return 'later';
		throw new Error('no token');
	};
	const suggest = suggestWithToken({ endpoint, token });
	await expect(suggest('мос')).rejects.toThrow('no token');
	isThere = true;
	expect(await suggest('мос')).toEqual([{ value: 'later' }]);
});

it('what cannot be sent as a token is not kept', async () => {
	const shown = serverThatTakes('later');
	const suggest = suggestWithToken({ endpoint, token: tokens('<html>\n</html>', 'later') });
	await expect(suggest('мос')).rejects.toThrow('header value');
	expect(await suggest('мос')).toEqual([{ value: 'later' }]);
	expect(shown).toEqual(['later']);
});

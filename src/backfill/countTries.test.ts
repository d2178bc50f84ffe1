import { countTries } from './countTries';

it('counts every try since it was asked last, those without an answer too', async () => {
	const answers = [429, 429, 200];
	const { transport, take } = countTries(async () => {
		const status = answers.shift();
		if (status === undefined) throw new Error('cut');
		return { status, headers: {}, body: null };
	});
	const ask = () => transport({ method: 'GET', path: '/api/v4/leads' });
	expect((await ask()).status).toBe(429);
	await ask();
	await ask();
	await expect(ask()).rejects.toThrow('cut');
	expect(take()).toEqual({ requests: 4, limited: 2 });
	expect(take()).toEqual({ requests: 0, limited: 0 });
});

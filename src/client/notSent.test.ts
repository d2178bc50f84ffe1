import { answer, newAccountKey, script, type Step } from '../../tests/support/amoCrmScript';
import { untilRefused } from './notSent';
import { createClient } from './send';

const read = { method: 'GET', path: '/api/v4/leads/5' } as const;

async function twice(...steps: readonly Step[]) {
	const { transport, requests } = script(...steps);
	const client = untilRefused(createClient({ transport, accountKey: newAccountKey() }));
	const first = await client.send(read).catch((error: Error) => error);
	const second = await client.send(read).catch((error: Error) => error);
	return { first, second, sent: requests.length };
}

it.each([
	['the credential', answer(401, {})],
	['an account that is not paid', answer(402, {})],
	['a blocked account', answer(403, '<html>Forbidden</html>')],
])('sends nothing more after the refusal of %s', async (_what, refusal) => {
	const { first, second, sent } = await twice(refusal);
	expect(sent).toBe(1);
	const { status, message } = first as Error & { status: number };
	expect(second).toMatchObject({
		status,
		message: `Not sent, because an earlier request was not carried out: ${message}`,
	});
});

it.each([400, 403, 404, 422])(
	'goes on after a %i, which says nothing of the next',
	async (status) => {
		const { second, sent } = await twice(answer(status, { title: 'No' }), answer(200, { id: 5 }));
		expect(sent).toBe(2);
		expect(second).toMatchObject({ body: { id: 5 } });
	},
);

import { findField, type AccountField } from '../../src/catalog/accountField';
import { createClient } from '../../src/client/send';
import { accountFields } from './accountFields';

let accounts = 0;

/** An account whose fields are `names`, and what was asked of it. */
function account(names: string[], credentialId = 'c1', key = `fields-${(accounts += 1)}`) {
	const asked: string[] = [];
	const client = createClient({
		transport: async ({ path }) => {
			asked.push(path.split('?')[0] ?? '');
			const custom_fields = names.map((name, i) => ({ id: i + 1, name, type: 'text' }));
			return { status: 200, headers: {}, body: { _embedded: { custom_fields } } };
		},
		accountKey: key,
		requestsPerSecond: 1000,
	});
	const node = { credentials: { amoCrmApi: { id: credentialId, name: 'amoCRM' } } };
	return { names, asked, key, run: () => accountFields({ client, accountKey: key, node }) };
}

const find =
	(name: string, owner = 'leads') =>
	(fields: ReadonlyMap<string, readonly AccountField[]>): number =>
		findField('Fields', name, { timezone: 'UTC', owner, fields }).id;

it('asks amoCRM only when a name is to be found, and once for many names and runs', async () => {
	const { run, asked } = account(['Source', 'Model']);
	const first = run();
	expect(await first.during(() => 'no names')).toBe('no names');
	expect(asked).toEqual([]);
	expect(await first.during(find('Source'))).toBe(1);
	expect(await first.during(find('Model'))).toBe(2);
	expect(await run().during(find('Model'))).toBe(2);
	expect(asked).toEqual(['/api/v4/leads/custom_fields']);
	await first.during(find('Source', 'contacts'));
	expect(asked).toHaveLength(2);
});

it('finds a field that was made after the others were kept', async () => {
	const { run, asked, names } = account(['Source']);
	await run().during(find('Source'));
	names.push('Model');
	expect(await run().during(find('Model'))).toBe(2);
	expect(asked).toHaveLength(2);
});

it('asks once more for an unknown name, however many items have it', async () => {
	const { run, asked } = account(['Source']);
	await run().during(find('Source'));
	const second = run();
	for (let item = 0; item < 3; item += 1) {
		await expect(second.during(find('Color'))).rejects.toThrow(
			expect.objectContaining({ hint: 'There are "Source"' }),
		);
	}
	expect(asked).toHaveLength(2);
});

it('does not ask twice for an unknown name when the fields are just read', async () => {
	const { run, asked } = account(['Source']);
	await expect(run().during(find('Color'))).rejects.toThrow('"Color" is no field of leads');
	expect(asked).toHaveLength(1);
});

it('never takes the fields of one credential for those of another', async () => {
	const mine = account(['Source'], 'c1');
	const yours = account(['Model', 'Source'], 'c2', mine.key);
	expect(await mine.run().during(find('Source'))).toBe(1);
	expect(await yours.run().during(find('Source'))).toBe(2);
});

it('passes on any other error at once', async () => {
	const { run, asked } = account(['Source']);
	const work = () => {
		throw new Error('Name is empty');
	};
	await expect(run().during(work)).rejects.toThrow('Name is empty');
	expect(asked).toEqual([]);
});

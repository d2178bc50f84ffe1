import { executeContext } from '../../tests/support/executeContext';
import { answer, failure, perform } from '../../tests/support/nodeRun';
import { run } from './run';

/** What n8n shows of an unknown name: a short title, and below it what there is. */
const names = ['Source', 'Serial Number', 'Delivery Date'];
const fields = names.map((name, i) => ({ id: 771 + i, name, code: null, type: 'text' }));
const amoCrm = () => answer(200, { _embedded: { custom_fields: fields } });
const create = {
	resource: 'lead',
	operation: 'create',
	customFields: { values: [{ field: 'Sorce', value: 'A' }] },
};
const message =
	'Custom Fields: "Sorce" is no field of leads in this account. Did you mean "Source"?';
const list = 'There are "Source", "Serial Number", "Delivery Date"';

it('shows the near names in the title, and all of them below', async () => {
	const { message: title, description, context } = await failure(perform(create, [{}], amoCrm));
	expect([title, description]).toEqual([message, list]);
	expect(context['itemIndex']).toBe(0);
});

it('gives an item that failed both', async () => {
	const { jsons } = await perform(create, [{}], amoCrm, true);
	expect(jsons).toEqual([{ error: `${message} ${list}` }]);
});

describe('a credential that n8n cannot read', () => {
	const message = 'Credential with ID "c1" does not exist for type "amoCrmApi".';
	const runWithout = async (continueOnFail: boolean) => {
		const context = executeContext({
			...{ parameters: create, items: [{ task: 1 }, { task: 2 }], credential: {}, continueOnFail },
			http: async () => await Promise.reject(new Error('sent')),
		});
		const getCredentials = async () => await Promise.reject(new Error(message));
		return await run(Object.assign(context, { getCredentials }));
	};

	it('ends the run', async () => {
		expect((await failure(runWithout(false))).message).toBe(message);
	});

	// A thrown error would leave n8n to pass the items on as done: a task that nobody made.
	it('fails each item while the workflow goes on', async () => {
		const [output] = await runWithout(true);
		expect(output).toEqual(
			[0, 1].map((item) => ({ json: { error: message }, pairedItem: { item } })),
		);
	});
});

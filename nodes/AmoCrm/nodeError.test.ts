import { answer, failure, perform } from '../../tests/support/nodeRun';

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

import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { resourceMapping } from './resourceMapping';

let accounts = 0;

/** The editor with these parameters, at an account with one field. */
function editor(parameters: IDataObject, statusCode = 200) {
	const asked: string[] = [];
	const custom_fields = [{ id: 1, name: 'Source', type: 'text' }];
	const subdomain = `mapping-${(accounts += 1)}`;
	const context = {
		getNode: () => ({ credentials: { amoCrmApi: { id: 'c1', name: 'amoCRM' } } }),
		getNodeParameter: () => 'accessToken',
		getCurrentNodeParameters: () => parameters,
		getCredentials: async () => ({ domain: 'amocrm.ru', subdomain, accessToken: 't' }),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, { url }: { url: string }) => {
				asked.push(new URL(url).pathname);
				return { statusCode, headers: {}, body: { _embedded: { custom_fields } } };
			},
		},
	} as unknown as ILoadOptionsFunctions;
	return { asked, open: () => resourceMapping.getWritableFields.call(context) };
}

it.each([
	[{ resource: 'lead', operation: 'create' }, 'leads'],
	[{ resource: 'lead', operation: 'createComplex' }, 'leads'],
	[{ resource: 'contact', operation: 'update' }, 'contacts'],
	[{ resource: 'company', operation: 'create' }, 'companies'],
	[{ resource: 'customer', operation: 'update' }, 'customers'],
	[{ resource: 'customerSegment', operation: 'update', id: 5 }, 'customers/segments'],
	[{ resource: 'catalogElement', operation: 'create', catalogId: 4521 }, 'catalogs/4521'],
	[
		{
			resource: 'catalogElement',
			operation: 'update',
			catalogId: { __rl: true, mode: 'list', value: 4521 },
		},
		'catalogs/4521',
	],
])('shows for %j the fields of %s', async (parameters, owner) => {
	const { asked, open } = editor(parameters);
	const { fields } = await open();
	expect(asked).toEqual([`/api/v4/${owner}/custom_fields`]);
	expect(fields).toMatchObject([{ id: 'Source', displayName: 'Source', type: 'string' }]);
});

it.each(['', '={{ $json.catalog }}'])('wants a catalog first when it is %j', async (catalogId) => {
	const { asked, open } = editor({ resource: 'catalogElement', operation: 'create', catalogId });
	expect(await open()).toEqual({ fields: [], emptyFieldsNotice: expect.stringMatching(/catalog/) });
	expect(asked).toEqual([]);
});

it('asks anew each time it is opened, and says why it is empty', async () => {
	const { asked, open } = editor({ resource: 'lead', operation: 'create' });
	await open();
	await open();
	expect(asked).toHaveLength(2);
	const refused = editor({ resource: 'lead', operation: 'create' }, 403);
	await expect(refused.open()).rejects.toThrow(/denied access/);
});

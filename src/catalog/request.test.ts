import type { Operation, Resource } from './define';
import { planRequest } from './request';
import { contact } from './resources/contact';
import { customField } from './resources/customField';
import { customerTransaction } from './resources/customerTransaction';
import { lead } from './resources/lead';
import { pipeline } from './resources/pipeline';
import { webhook } from './resources/webhook';

const operationOf = (resource: Resource, name: string): Operation => {
	const operation = resource.operations[name];
	if (!operation) throw new Error(`no operation ${name}`);
	return operation;
};

const planned = (resource: Resource, name: string, values: Readonly<Record<string, unknown>>) =>
	planRequest(operationOf(resource, name), (param) => values[param] ?? null, {
		timezone: 'Europe/Moscow',
	});

it('puts a parameter that the route names into the path', () => {
	expect(planned(lead, 'get', { id: '15', with: ['contacts', 'loss_reason'] })).toEqual({
		method: 'GET',
		path: '/api/v4/leads/15',
		named: { id: 15 },
		query: { with: 'contacts,loss_reason' },
		body: {},
	});
	expect(planned(pipeline, 'getStatuses', { pipelineId: 7 }).path).toBe(
		'/api/v4/leads/pipelines/7/statuses',
	);
});

it('puts a catalog as owner into the path as two segments, and nothing else', () => {
	const get = (entityType: string) => planned(customField, 'get', { entityType, id: 5 });
	expect(get('catalogs/4521')).toMatchObject({
		path: '/api/v4/catalogs/4521/custom_fields/5',
		named: { entity_type: 'catalogs/4521', id: 5 },
	});
	expect(get('customers/segments').path).toBe('/api/v4/customers/segments/custom_fields/5');
	for (const wrong of ['catalogs', 'catalogs/../users', 'leads/5', 'leads?x=1']) {
		expect(() => get(wrong)).toThrow('Entity Name or ID');
	}
});

it('keeps the query of a write apart from its body', () => {
	const { path, body, query } = planned(customerTransaction, 'create', {
		customerId: '5',
		price: 100,
		accrueBonus: true,
	});
	expect(path).toBe('/api/v4/customers/5/transactions?accrue_bonus=1');
	expect({ body, query }).toEqual({ body: { price: 100 }, query: {} });
});

it('puts filters under filter[…]', () => {
	const { query } = planned(lead, 'getAll', {
		query: 'Ivanov',
		sort: 'updated_at:desc',
		filters: {
			id: '5, 6',
			updatedFrom: '2025-01-01T03:00:00',
			updatedTo: '2025-01-02T03:00:00',
			responsibleUserId: [9],
			statuses: ['3177727:142', '3177727:143'],
			priceFrom: 0,
		},
	});
	expect(query).toEqual({
		query: 'Ivanov',
		order: { updated_at: 'desc' },
		filter: {
			id: [5, 6],
			updated_at: { from: 1735689600, to: 1735776000 },
			responsible_user_id: [9],
			statuses: [
				{ pipeline_id: 3177727, status_id: 142 },
				{ pipeline_id: 3177727, status_id: 143 },
			],
			price: { from: 0 },
		},
	});
});

it('leaves out filters without a value, so that they do not filter for nothing', () => {
	const filters = { id: '', responsibleUserId: null, updatedFrom: '', customFields: {} };
	expect(planned(lead, 'getAll', { filters }).query).toEqual({});
});

it.each([
	['IDs', { id: [] }],
	['IDs', { id: [null, ''] }],
	['IDs', { id: ' , ' }],
	['Names', { name: [] }],
	['Responsible User Names or IDs', { responsibleUserId: [] }],
	['Status Names or IDs', { statuses: [] }],
	['Custom Fields', { customFields: [] }],
])(
	'refuses a filter by an empty list of %s, for it would let all rows through',
	(label, filters) => {
		expect(() => planned(lead, 'getAll', { filters })).toThrow(
			`${label}: the list is empty, and without a value all rows would come`,
		);
	},
);

it('sends 0, false, null and what else the user set', () => {
	const { body } = planned(lead, 'create', {
		name: 'Order 15',
		additionalFields: { price: 0, tags: 'vip, 2025', pipelineId: 7, statusId: '142' },
		additionalJson: '{"is_price_computed": false, "loss_reason_id": null, "labels": []}',
	});
	expect(body).toEqual({
		name: 'Order 15',
		price: 0,
		pipeline_id: 7,
		status_id: 142,
		_embedded: { tags: [{ name: 'vip' }, { name: '2025' }] },
		is_price_computed: false,
		loss_reason_id: null,
		labels: [],
	});
});

it('joins Additional JSON with the other fields, member by member', () => {
	const { body } = planned(lead, 'create', {
		name: 'A',
		additionalFields: { tags: 'vip' },
		additionalJson: { name: 'B', _embedded: { contacts: [{ id: 3 }] } },
	});
	expect(body).toEqual({
		name: 'B',
		_embedded: { tags: [{ name: 'vip' }], contacts: [{ id: 3 }] },
	});
});

it('removes all tags with an empty list, which amoCRM takes only as null', () => {
	const { body } = planned(contact, 'update', { id: 4, updateFields: { tags: '', firstName: '' } });
	expect(body).toEqual({ id: 4, first_name: '', _embedded: { tags: null } });
});

it('puts the destination of a webhook into the body, for DELETE too', () => {
	const destination = 'https://n8n.example.test/hook';
	expect(planned(webhook, 'delete', { destination })).toEqual({
		method: 'DELETE',
		path: '/api/v4/webhooks',
		named: {},
		query: {},
		body: { destination },
	});
	expect(
		planned(webhook, 'create', { destination, settings: 'add_lead,status_lead' }),
	).toMatchObject({ method: 'POST', body: { destination, settings: ['add_lead', 'status_lead'] } });
});

it.each([
	[lead, 'get', {}, /^Lead is empty$/],
	[lead, 'get', { id: 'abc' }, /^Lead: "abc" is not an id/],
	[lead, 'get', { id: 1.5 }, /is not an id/],
	[lead, 'get', { id: '5/../6' }, /is not an id/],
	[lead, 'create', { additionalFields: { price: 'much' } }, /^Price: "much" is not a number/],
	[lead, 'create', { additionalJson: '{' }, /^Additional JSON is not valid JSON/],
	[lead, 'create', { additionalJson: '[1]' }, /^Additional JSON: \[1\] is not an object/],
	[lead, 'getAll', { filters: { createdFrom: 'soon' } }, /^Created After: "soon" is not a date/],
	[lead, 'getAll', { filters: { statuses: ['142'] } }, /pair of ids/],
	[lead, 'getAll', { sort: 'price:up' }, /^Sort: /],
	[webhook, 'create', { destination: 'https://a.test/b' }, /^Events is empty$/],
])('%# says which parameter is wrong', (resource, name, values, message) => {
	expect(() => planned(resource, name, values)).toThrow(message);
});

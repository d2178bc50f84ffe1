import type { OperationCase, SceneCall } from './operationCase';
import { customers, newId, unknownId } from './seeded';

const [first, second] = customers;
const all = '/api/v4/customers/transactions';
const of = ({ id }: { readonly id: number }) => `/api/v4/customers/${id}/transactions`;
const element = { id: 1677, metadata: { catalog_id: 1079, quantity: 10 } };

/** The words of the node about amoCRM's refusal. */
const expectedUnknownUser =
	'amoCRM did not accept the data: created_by: The value you selected is not a valid choice. (NotSupportedChoice) (HTTP 400). Correct the named fields. Custom fields, statuses, pipelines and users are given by the ids of this account.';

const bought = (customer: { readonly id: number }, ...prices: readonly number[]): SceneCall => ({
	path: of(customer),
	body: prices.map((price) => ({
		price,
		comment: 'Lathe',
		_embedded: { catalog_elements: [element] },
	})),
});

const scene = [bought(first, 100, 200), bought(second, 300)];

export const customerTransactionCases: readonly OperationCase[] = [
	{
		title: 'sends the purchases of each customer in one request, with times in seconds',
		operation: 'create',
		items: [
			{ its: first.id, price: 0 },
			{ its: second.id, price: 20 },
			{ its: first.id, price: 30 },
		],
		parameters: ({ its, price }) => ({
			customerId: its,
			price,
			accrueBonus: true,
			additionalFields: { completedAt: '2025-06-01T00:00:00Z', comment: 'Lathe', nextPrice: 0 },
		}),
		requests: [[first, [0, 30]] as const, [second, [20]] as const].map(([customer, prices]) => ({
			route: `POST ${of(customer)}`,
			query: 'accrue_bonus=1',
			body: prices.map((price, position) => ({
				price,
				comment: 'Lathe',
				completed_at: 1_748_736_000,
				next_price: 0,
				request_id: String(position),
			})),
			answer: 'customers__POST_customers_customer_id_transactions__response',
			// The document shows the answer to new customers.
			unlike: [/_embedded\.customers/],
		})),
		output: [{ id: newId(1) }, { id: newId(3) }, { id: newId(2) }],
	},
	{
		title: 'never puts items with and without bonus points into one request',
		operation: 'create',
		items: [{ isEarning: true }, { isEarning: false }],
		parameters: ({ isEarning }) => ({ customerId: first.id, price: 10, accrueBonus: isEarning }),
		requests: ['1', '0'].map((value) => ({
			route: `POST ${of(first)}`,
			query: `accrue_bonus=${value}`,
			body: [{ price: 10, request_id: '0' }],
		})),
		output: [{ id: newId(1) }, { id: newId(2) }],
	},
	{
		title: 'goes on without the purchase of an unknown user, with Continue On Fail',
		operation: 'create',
		continueOnFail: true,
		items: [{ by: unknownId }, { by: 0 }],
		parameters: ({ by }) => ({
			customerId: first.id,
			price: 10,
			accrueBonus: false,
			additionalJson: { created_by: by },
		}),
		requests: [
			{
				route: `POST ${of(first)}`,
				query: 'accrue_bonus=0',
				body: [
					{ price: 10, created_by: unknownId, request_id: '0' },
					{ price: 10, created_by: 0, request_id: '1' },
				],
			},
			{
				route: `POST ${of(first)}`,
				query: 'accrue_bonus=0',
				body: [{ price: 10, created_by: 0, request_id: '0' }],
			},
		],
		output: [{ error: expectedUnknownUser }, { id: newId(1) }],
	},
	{
		title: 'fails for a customer that is not there',
		operation: 'create',
		parameters: { customerId: unknownId, price: 10, accrueBonus: false },
		requests: [
			{
				route: `POST ${of({ id: unknownId })}`,
				query: 'accrue_bonus=0',
				body: [{ price: 10, request_id: '0' }],
			},
		],
		output: [],
		error: 'Customer not found (HTTP 404)',
	},
	{
		title: 'gives a purchase with its customer',
		operation: 'get',
		scene: [bought(first, 100)],
		parameters: { id: newId(1) },
		requests: [
			{
				route: `GET ${all}/${newId(1)}`,
				answer: 'customers__GET_customers_transactions_id__response',
			},
		],
		output: [{ id: newId(1), price: 100, customer_id: first.id }],
	},
	{
		title: 'fails for a purchase that amoCRM answers with 204',
		operation: 'get',
		parameters: { id: unknownId },
		requests: [{ route: `GET ${all}/${unknownId}` }],
		output: [],
		error: 'amoCRM has no such customer transaction',
	},
	{
		title: 'gives the purchases of all customers',
		operation: 'getAll',
		scene,
		parameters: { returnAll: true },
		requests: [
			{
				route: `GET ${all}`,
				query: 'page=1&limit=250',
				answer: 'customers__GET_customers_transactions__response',
			},
		],
		output: [100, 200, 300].map((price, i) => ({ id: newId(i + 1), price, comment: 'Lathe' })),
	},
	{
		title: 'gives the purchase of an id',
		operation: 'getAll',
		scene,
		parameters: { filters: { id: newId(1) } },
		requests: [{ route: `GET ${all}`, query: `filter[id][]=${newId(1)}&page=1&limit=50` }],
		output: [{ id: newId(1), price: 100 }],
	},
	{
		title: 'gives the purchases of one customer, page by page',
		operation: 'getAllOfCustomer',
		scene,
		parameters: { customerId: first.id, limit: 1 },
		requests: [{ route: `GET ${of(first)}`, query: 'page=1&limit=1' }],
		output: [{ price: 100, customer_id: first.id }],
	},
	{
		title: 'gives no item where a customer bought nothing',
		operation: 'getAllOfCustomer',
		parameters: { customerId: first.id, returnAll: true },
		requests: [{ route: `GET ${of(first)}`, query: 'page=1&limit=250' }],
		output: [],
	},
	{
		title: 'says which one was deleted',
		operation: 'delete',
		scene: [bought(first, 100)],
		parameters: { customerId: first.id, id: newId(1) },
		requests: [{ route: `DELETE ${of(first)}/${newId(1)}` }],
		output: [{ deleted: true, customer_id: first.id, id: newId(1) }],
	},
	{
		title: 'fails for the purchase of another customer',
		operation: 'delete',
		scene: [bought(first, 100)],
		parameters: { customerId: second.id, id: newId(1) },
		requests: [{ route: `DELETE ${of(second)}/${newId(1)}` }],
		output: [],
		error: 'Transaction not found (HTTP 404)',
	},
];

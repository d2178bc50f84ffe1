import { newId, unknownId, users } from './seeded';
import type { OperationCase } from './operationCase';

export interface EntityTable {
	/** In the path and in the answers: `leads`. */
	readonly collection: 'leads' | 'contacts' | 'companies' | 'customers';
	/** Two entities that the account has. */
	readonly ids: readonly [number, number];
	/** What amoCRM names in its answers to a POST besides id and `request_id`. */
	readonly created: Readonly<Record<string, boolean>>;
	/** Live answers lack, or have otherwise, what some documents show. */
	readonly unlike: Readonly<Record<'get' | 'getAll' | 'update', readonly RegExp[]>>;
}

/** The words of the node about amoCRM's refusal; the whole text, for output is compared, not searched. */
const expectedTooLong =
	'amoCRM did not accept the data: name: This value is too long. It should have 255 characters or less. (TooLong) (HTTP 400). Correct the named fields. Custom fields, statuses, pipelines and users are given by the ids of this account.';

const [manager] = users;
const managerId = manager?.id;

/** What leads, contacts, companies and customers have in common. */
export function entityCases(table: EntityTable): readonly OperationCase[] {
	const { collection, ids, created, unlike } = table;
	const [first, second] = ids;
	const path = `/api/v4/${collection}`;
	return [
		{
			title: 'sends 0, tags and custom fields of every item in one request',
			operation: 'create',
			items: [{ title: 'A' }, { title: 'B' }],
			parameters: ({ title }) => ({
				name: title,
				additionalFields: { responsibleUserId: managerId, tags: 'vip, 2025' },
			}),
			requests: [
				{
					route: `POST ${path}`,
					body: ['A', 'B'].map((name, position) => ({
						name,
						responsible_user_id: managerId,
						_embedded: { tags: [{ name: 'vip' }, { name: '2025' }] },
						request_id: String(position),
					})),
					answer: `${collection}__POST_${collection}__response`,
				},
			],
			output: [created, created],
		},
		{
			title: 'goes on with the good items beside a refused one, with Continue On Fail',
			operation: 'create',
			continueOnFail: true,
			items: [{ title: 'A' }, { title: 'x'.repeat(256) }, { title: 'C' }],
			parameters: ({ title }) => ({ name: title }),
			requests: [
				{
					route: `POST ${path}`,
					body: ['A', 'x'.repeat(256), 'C'].map((name, position) => ({
						name,
						request_id: String(position),
					})),
				},
				{
					route: `POST ${path}`,
					body: [
						{ name: 'A', request_id: '0' },
						{ name: 'C', request_id: '1' },
					],
				},
			],
			output: [{ id: newId(1) }, { error: expectedTooLong }, { id: newId(2) }],
		},
		{
			title: 'gives the row with what was asked for',
			operation: 'get',
			parameters: { id: first, with: ['catalog_elements'] },
			requests: [
				{
					route: `GET ${path}/${first}`,
					query: 'with=catalog_elements',
					answer: `${collection}__GET_${collection}_id__response`,
					unlike: unlike.get,
				},
			],
			output: [{ id: first, _embedded: { catalog_elements: [] } }],
		},
		{
			title: 'fails for an id that amoCRM answers with 204',
			operation: 'get',
			parameters: { id: unknownId },
			requests: [{ route: `GET ${path}/${unknownId}` }],
			output: [],
			error: 'amoCRM has no such',
		},
		{
			title: 'gives the rows of the filters, in the order asked for',
			operation: 'getAll',
			parameters: {
				limit: 2,
				sort: 'id:desc',
				filters: { id: `${first}, ${second}`, createdFrom: '2025-01-01T03:00:00' },
			},
			requests: [
				{
					route: `GET ${path}`,
					query: [
						'order[id]=desc',
						`filter[id][]=${first}&filter[id][]=${second}`,
						'filter[created_at][from]=1735689600',
						'page=1&limit=2',
					].join('&'),
					answer: `${collection}__GET_${collection}__response`,
					unlike: unlike.getAll,
				},
			],
			output: [{ id: second }, { id: first }],
		},
		{
			title: 'gives no item where amoCRM finds nothing',
			operation: 'getAll',
			parameters: { query: 'nobody is called so', returnAll: true },
			requests: [{ route: `GET ${path}`, query: 'query=nobody is called so&page=1&limit=250' }],
			output: [],
		},
		{
			title: 'asks once for the ids of all items and pairs them',
			operation: 'getByIds',
			items: [{ its: second }, { its: first }, { its: unknownId }],
			parameters: ({ its }) => ({ id: its, options: { unknownIds: 'notFound' } }),
			requests: [
				{
					route: `GET ${path}`,
					query: [
						...[second, first, unknownId].map((id) => `filter[id][]=${id}`),
						'limit=250',
					].join('&'),
				},
			],
			output: [{ id: second }, { id: first }, { id: unknownId, found: false }],
		},
		{
			title: 'sends the changes of many items in one request',
			operation: 'update',
			items: [
				{ its: first, title: 'A' },
				{ its: second, title: 'B' },
			],
			parameters: ({ its, title }) => ({ id: its, updateFields: { name: title, tags: '' } }),
			requests: [
				{
					route: `PATCH ${path}`,
					body: [
						{ id: first, name: 'A', _embedded: { tags: null }, request_id: '0' },
						{ id: second, name: 'B', _embedded: { tags: null }, request_id: '1' },
					],
					answer: `${collection}__PATCH_${collection}__response`,
					unlike: unlike.update,
				},
			],
			output: [{ id: first }, { id: second }],
		},
		{
			title: 'sends the change of an item that is alone to the address of its entity',
			operation: 'update',
			parameters: { id: first, updateFields: { name: 'A', tagsToAdd: 'vip' } },
			requests: [
				{
					route: `PATCH ${path}/${first}`,
					body: { name: 'A', tags_to_add: [{ name: 'vip' }] },
				},
			],
			output: [{ id: first }],
		},
		{
			title: 'fails for an entity that amoCRM does not know',
			operation: 'update',
			parameters: { id: unknownId, updateFields: { name: 'A' } },
			requests: [{ route: `PATCH ${path}/${unknownId}`, body: { name: 'A' } }],
			output: [],
			error: 'id: The value you selected is not a valid choice. (NotSupportedChoice)',
		},
	];
}

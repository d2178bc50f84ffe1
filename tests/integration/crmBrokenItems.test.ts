import { useTestDatabase } from '../support/database';
import { answered, createCrm, leadDetails, testAccount, type Item } from '../support/crmItems';

const database = useTestDatabase();
const crm = createCrm(database);

const deal = () => crm.row('select * from amocrm_deals');

describe('a broken item', () => {
	const broken: ReadonlyArray<readonly [string, unknown, string]> = [
		['text', 'oops', 'details: not an object but string'],
		['another lead', leadDetails({ id: 2 }), 'details.id is 2, the event is about 1'],
		['no id', { name: 'x', updated_at: 1748268812 }, 'details.id is missing, the event is about 1'],
		[
			'another account',
			leadDetails({ account_id: 5 }),
			`details.account_id is 5, the event is of account ${testAccount}`,
		],
	];

	test.each(broken)(
		'with details of %s is noted and not stored; its neighbours are',
		async (_, details, problem) => {
			const items = await crm.attach(await crm.receive({ id: 1 }, { id: 3 }));
			const stored = await crm.store([
				answered(items[0] ?? {}, details),
				answered(items[1] ?? {}, leadDetails({ id: 3 })),
			]);
			expect(stored).toMatchObject([
				{ id: 1, details: null },
				{ id: 3, details: { id: 3 } },
			]);
			expect(await deal()).toMatchObject({ amocrm_deal_id: '3' });
			expect(
				await crm.row(`select metadata from amocrm_webhook_events where amocrm_entity_id = '1'`),
			).toEqual({ metadata: { problems: [problem] } });
			await crm.store(stored.map((item) => ({ ...item, details })).slice(0, 1));
			expect(
				await crm.row(`select metadata from amocrm_webhook_events where amocrm_entity_id = '1'`),
			).toEqual({ metadata: { problems: [problem] } });
		},
	);

	test('with unreadable fields is stored without them, and each is noted', async () => {
		await crm.run([{ id: 1 }], () =>
			leadDetails({
				price: 'a lot',
				status_id: {},
				pipeline_id: 9e30,
				updated_at: 'yesterday',
				created_at: -5,
				closed_at: 99999999999,
				custom_fields_values: 'none',
				_embedded: [],
				responsible_user_id: 1.5,
			}),
		);
		expect(await deal()).toMatchObject({
			name: 'Lead',
			price: null,
			status_id: null,
			pipeline_id: null,
			updated_at: null,
			created_at: null,
			closed_at: null,
			responsible_user_id: null,
		});
		expect((await deal())['custom_fields']).toEqual({});
		const { metadata } = await crm.row('select metadata from amocrm_webhook_events');
		expect(metadata).toEqual({
			problems: [
				'details.updated_at is missing or not a time',
				'details.price is not a number',
				'details.status_id is not a number',
				'details.pipeline_id is not a number',
				'details.custom_fields_values is not an array',
				'details._embedded is not an object',
			],
		});
	});

	const oddities: ReadonlyArray<readonly [string, Item]> = [
		[
			'custom fields that are none',
			{
				custom_fields_values: [
					null,
					1,
					'x',
					[],
					{},
					{ values: 5 },
					{ field_id: {}, values: [null, 7, [1]] },
				],
			},
		],
		[
			'a custom field without a name',
			{ custom_fields_values: [{ field_name: '', field_code: '', values: [{ value: null }, {}] }] },
		],
		[
			'a telephone number of 9,000 characters',
			{
				custom_fields_values: [
					{ field_code: 'PHONE', values: [{ value: { a: 1 } }, { value: 'p'.repeat(9000) }] },
				],
			},
		],
		[
			'tracking fields without a value',
			{
				custom_fields_values: [
					{ field_type: 'tracking_data', values: [] },
					{ field_code: 'UTM_SOURCE' },
				],
			},
		],
		[
			'tags and companies that are none',
			{ _embedded: { tags: [null, 5, { name: 5 }], companies: [{}], loss_reason: {} } },
		],
		[
			'contacts that are none',
			{ _embedded: { contacts: [{ id: 'x' }, { id: 5, is_main: 'yes' }, 7], tags: {} } },
		],
		['fields of other types', { name: { a: 1 }, is_deleted: 'maybe', price: '12.50' }],
		['a date that does not exist', { updated_at: '2025-13-45T99:99:99Z' }],
	];

	test.each(oddities)('never raises: %s', async (_, odd) => {
		await crm.run([{ id: 1 }], () => leadDetails(odd));
		expect(await deal()).toMatchObject({ amocrm_deal_id: '1' });
		await crm.run([{ entity: 'contact', id: 1 }], () => leadDetails(odd));
		expect(await crm.rows('select 1 from amocrm_contacts')).toHaveLength(1);
		await crm.run([{ entity: 'company', id: 1 }], () => leadDetails(odd));
		expect(await crm.rows('select 1 from amocrm_companies')).toHaveLength(1);
	});

	test('whose account nobody knows is noted and not stored', async () => {
		const { account_id: _, ...details } = leadDetails();
		await crm.run([{ id: 1, accountId: null }], () => details);
		expect(await crm.rows('select 1 from amocrm_deals')).toEqual([]);
		const { metadata } = await crm.row('select metadata from amocrm_webhook_events');
		expect(metadata).toMatchObject({ problems: [expect.stringContaining('account is unknown')] });
	});

	test('keeps what the inbox noted before', async () => {
		const [item] = await crm.attach(await crm.receive({ id: 1 }));
		await database.pool.query(
			`update amocrm_webhook_events set metadata = '{"problems": ["old"], "a": 1}'`,
		);
		await crm.store([answered(item ?? {}, 'oops')]);
		expect(await crm.row('select metadata from amocrm_webhook_events')).toEqual({
			metadata: { a: 1, problems: ['old', 'details: not an object but string'] },
		});
	});
});

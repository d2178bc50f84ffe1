import { useTestDatabase } from '../support/database';
import { createCrm, leadDetails, testAccount } from '../support/crmItems';

const database = useTestDatabase();
const crm = createCrm(database);

const storeReference = (kind: string, list: unknown) =>
	crm.row('select amocrm_store_reference($1, $2, $3)', [kind, testAccount, JSON.stringify(list)]);

const pipeline = {
	id: 3177727,
	name: 'Воронка',
	_embedded: { statuses: [{ id: 142, name: 'Успешно реализовано' }] },
};

test('amocrm_deal_overview names what a lead refers to', async () => {
	await storeReference('pipelines', [pipeline]);
	await storeReference('users', [{ id: 504141, name: 'Мария' }]);
	await crm.run([{ id: 1 }, { entity: 'contact', id: 6 }, { entity: 'company', id: 8 }], (item) =>
		item['entity'] === 'lead'
			? leadDetails({
					status_id: 142,
					_embedded: { contacts: [{ id: 6, is_main: true }], companies: [{ id: 8 }] },
				})
			: { id: item['id'], name: `${item['entity']}`, updated_at: 1748268812 },
	);
	expect(await crm.row('select * from amocrm_deal_overview')).toMatchObject({
		pipeline: 'Воронка',
		status: 'Успешно реализовано',
		status_label: 'successful',
		responsible_user: 'Мария',
		contact: 'contact',
		company: 'company',
	});
});

test('amocrm_events_latest shows the newest first, with the user’s name', async () => {
	await storeReference('users', [{ id: 7, name: 'Мария' }]);
	await crm.receive({ id: 1, changedBy: 7 }, { id: 2, changedBy: 8, data: { name: 'Аренда' } });
	expect(await crm.rows('select * from amocrm_events_latest limit 2')).toMatchObject([
		{ amocrm_entity_id: '2', changed_by: '8', name: 'Аренда', status: 'pending' },
		{ amocrm_entity_id: '1', changed_by: 'Мария', not_found: false },
	]);
});

test('amocrm_event_problems shows what was given up and what is tried again', async () => {
	await crm.receive({ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 });
	await database.pool.query(
		`update amocrm_webhook_events set last_error = 'Jarvis is down', status = case amocrm_entity_id
			when '1' then 'dead' when '2' then 'pending' else 'processed' end
		 where amocrm_entity_id <> '4'`,
	);
	const problems = await crm.rows('select * from amocrm_event_problems order by id');
	expect(problems).toMatchObject([
		{
			amocrm_entity_id: '1',
			status: 'dead',
			last_error: 'Jarvis is down',
			next_attempt_at: null,
		},
		{ amocrm_entity_id: '2', status: 'pending', what_to_do: 'tried again by itself' },
	]);
	expect(problems[0]?.['what_to_do']).toBe(
		`given up: remove the cause, then amocrm-pipeline events replay ${String(problems[0]?.['id'])}`,
	);
});

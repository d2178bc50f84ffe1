import { testAccount } from '../support/crmItems';
import { useTestDatabase } from '../support/database';
import { delivery, newEvent, testQueue } from '../support/inboxEvents';
import { enqueue } from '../../src/inbox/enqueue';
import type { AmoEvent } from '../../src/events/types';
import { change, createRecoveries, lead, moved, unix, type Account } from '../support/recoveries';

/** What a recovery makes of amoCRM's answers. */
const database = useTestDatabase();
const heal = createRecoveries(database);

const webhook = (event: Partial<AmoEvent>) =>
	enqueue(database.pool, delivery([newEvent({ accountId: testAccount, ...event })]));

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

test('every listed change becomes one event, with the present state and what the change says', async () => {
	await heal.gap();
	const at = unix(3600);
	const account: Account = {
		leads: [lead(1, at + 20, { status_id: 143, name: 'Now' })],
		events: [change('lead_added', 1, at), moved(1, at + 10, 5, 142), moved(1, at + 20, 142, 143)],
	};
	await heal.run('run', account);
	const found = await heal.rows(
		'select event_type, status, occurred_at, payload, changes, changed_by, metadata from amocrm_webhook_events order by id',
	);
	expect(found.map(({ event_type }) => event_type)).toEqual([
		'lead.add',
		'lead.status',
		'lead.status',
	]);
	expect(found[1]).toMatchObject({
		status: 'pending',
		occurred_at: new Date((at + 10) * 1000),
		payload: { id: 1, name: 'Now', status_id: 142, updated_at: iso(at + 20) },
		changes: { status_id: { from: 5, to: 142 } },
		changed_by: '504141',
		metadata: { recovered: true },
	});
	expect(found[1]?.['payload']).not.toHaveProperty('_links');
	expect(await heal.recovery()).toMatchObject({ state: 'done', found: 4, stored: 3, requests: 4 });
});

test('a changed entity without a listed change becomes one update', async () => {
	await heal.gap();
	const at = unix(3600);
	await heal.run('run', {
		leads: [lead(1, at)],
		contacts: [lead(2, at)],
		companies: [lead(3, at)],
	});
	expect(await heal.events()).toEqual([
		{ event_type: 'company.update', id: '3' },
		{ event_type: 'contact.update', id: '2' },
		{ event_type: 'lead.update', id: '1' },
	]);
});

test('what the webhooks told already is not stored again', async () => {
	await heal.gap();
	const at = unix(3600);
	await webhook({ event: 'lead.add', id: 1, occurredAt: iso(at) });
	await webhook({
		event: 'lead.status',
		id: 1,
		occurredAt: iso(at + 11),
		changes: { status_id: { from: 5, to: 142 } },
	});
	await webhook({ event: 'lead.update', id: 2, occurredAt: iso(at + 50) });
	await webhook({ event: 'lead.delete', id: 3, occurredAt: null });
	await heal.run('run', {
		leads: [lead(1, at + 10), lead(2, at + 50)],
		events: [
			change('lead_added', 1, at),
			moved(1, at + 10, 5, 142),
			change('lead_deleted', 3, unix()),
		],
	});
	expect(await heal.events()).toHaveLength(4);
	expect(await heal.recovery()).toMatchObject({ state: 'done', stored: 0 });
});

test('two moves within seconds of which one was told: the other is recovered', async () => {
	await heal.gap();
	const at = unix(3600);
	const to = (status: number) => ({ status_id: { from: 5, to: status } });
	await webhook({ event: 'lead.status', id: 1, occurredAt: iso(at), changes: to(6) });
	await heal.run('run', {
		leads: [lead(1, at + 2)],
		events: [moved(1, at, 5, 6), moved(1, at + 2, 6, 7)],
	});
	const found = await heal.rows('select changes from amocrm_webhook_events order by id');
	expect(found).toEqual([{ changes: to(6) }, { changes: { status_id: { from: 6, to: 7 } } }]);
});

test('a second recovery of the same time adds nothing and counts no duplicates', async () => {
	const at = unix(3600);
	const account: Account = {
		leads: [lead(1, at + 5), lead(2, at)],
		events: [change('lead_added', 1, at), change('lead_deleted', 9, at)],
	};
	await heal.gap();
	await heal.run('one', account);
	const before = await heal.events();
	expect(before).toHaveLength(4);
	await heal.gap();
	await heal.run('two', account);
	expect(await heal.events()).toEqual(before);
	expect(await heal.rows('select distinct duplicates from amocrm_webhook_events')).toEqual([
		{ duplicates: 0 },
	]);
	expect(await heal.recovery()).toMatchObject({ state: 'done', stored: 0 });
});

test('a delete of a lead that lives again is kept for the record and not carried out', async () => {
	await heal.gap();
	const at = unix(3600);
	await heal.run('run', {
		leads: [lead(1, at + 60)],
		events: [
			change('lead_deleted', 1, at),
			change('lead_restored', 1, at + 60),
			change('lead_deleted', 2, at),
		],
	});
	expect(
		await heal.rows(
			`select amocrm_entity_id as id, event_type, status, metadata ->> 'skip_reason' as reason
			 from amocrm_webhook_events as event order by event.amocrm_entity_id, event.id`,
		),
	).toEqual([
		{ id: '1', event_type: 'lead.delete', status: 'skipped', reason: 'restored since' },
		{ id: '1', event_type: 'lead.restore', status: 'pending', reason: null },
		{ id: '2', event_type: 'lead.delete', status: 'pending', reason: null },
	]);
});

test("the trigger's filters hold for what is recovered", async () => {
	await heal.rows(`select amocrm_save_endpoint($1, 'hash', $2, $3)`, [
		testQueue,
		testAccount,
		JSON.stringify({
			events: ['lead.status', 'add_contact', 'contact.update'],
			pipelines: [3177727],
			statuses: [],
			ignoreOwnChanges: true,
			userId: 77,
		}),
	]);
	await heal.gap();
	const at = unix(3600);
	const other = { entity_type: 'contact', value_after: [{ responsible_user: { id: 1 } }] };
	await heal.run('run', {
		leads: [lead(1, at), lead(2, at)],
		events: [
			moved(1, at, 5, 6),
			change('lead_added', 2, at),
			change('contact_added', 3, at),
			change('entity_responsible_changed', 4, at, other),
			change('contact_deleted', 5, at),
			{ ...moved(6, at, 5, 6), created_by: 77 },
			{ ...moved(7, at, 5, 6), value_after: [{ lead_status: { id: 6, pipeline_id: 1 } }] },
		],
	});
	const found = await heal.rows(
		`select amocrm_entity_id as id, status from amocrm_webhook_events order by amocrm_entity_id::int`,
	);
	expect(found.map(({ id, status }) => `${id} ${status}`)).toEqual([
		'1 pending',
		'2 skipped',
		'3 pending',
		'4 pending',
		'5 skipped',
		'6 skipped',
		'7 skipped',
	]);
});

test('what changed after the webhook came back is left to the webhook', async () => {
	await heal.gap();
	await heal.run('run', { leads: [lead(1, unix(-3600))] });
	expect(await heal.events()).toEqual([]);
});

test('answers of another account end the recovery and store nothing', async () => {
	await heal.gap();
	const at = unix(3600);
	await heal.run('run', { leads: [lead(1, at, { account_id: 1 })] });
	expect(await heal.events()).toEqual([]);
	expect(await heal.recovery()).toMatchObject({ state: 'failed', requests: 1 });
	expect(String((await heal.recovery())['last_error'])).toContain('account 1');
});

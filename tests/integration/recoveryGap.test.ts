import { enqueue } from '../../src/inbox/enqueue';
import { useTestDatabase } from '../support/database';
import { delivery, newEvent } from '../support/inboxEvents';
import { createRecoveries, noContent } from '../support/recoveries';

/** Since when events are missing. */
const database = useTestDatabase();
const heal = createRecoveries(database);

const receivedAgo = async (hours: number) => {
	await enqueue(database.pool, delivery([newEvent({ id: hours })]));
	await heal.rows(
		`update amocrm_webhook_events set ts = now() - make_interval(hours => $1)
		 where amocrm_entity_id = $2`,
		[hours, String(hours)],
	);
};

const lookedAgo = (hours: number) =>
	heal.rows('update amocrm_webhook_states set active_at = now() - make_interval(hours => $1)', [
		hours,
	]);

const gapHours = async (): Promise<number> => {
	const [row] = await heal.rows(
		'select extract(epoch from now() - from_time)::float / 3600 as hours from amocrm_recoveries',
	);
	return Math.round(Number(row?.['hours']) * 10) / 10;
};

describe('the gap', () => {
	it('does not exist while the webhook is active and looked at', async () => {
		await heal.report('active');
		await heal.report('active');
		expect(await heal.recovery()).toBeUndefined();
	});

	it('does not exist for a trigger that is new', async () => {
		await heal.report('missing');
		await heal.report('active');
		expect(await heal.recovery()).toBeUndefined();
	});

	it('begins two hours before the last event, of which amoCRM counted the bad answers', async () => {
		await receivedAgo(9);
		await receivedAgo(5);
		await heal.report('active');
		await heal.report('disabled');
		expect(await heal.recovery()).toMatchObject({ reason: 'disabled', until_time: null });
		expect(await gapHours()).toBe(7);
	});

	it('begins at the last good look when no event ever came', async () => {
		await heal.report('active');
		await lookedAgo(1);
		await heal.report('missing');
		expect(await gapHours()).toBe(3);
	});

	it('does not take recovered events for a sign of life', async () => {
		await receivedAgo(9);
		await receivedAgo(1);
		await heal.rows(
			`update amocrm_webhook_events set metadata = '{"recovered": true}' where amocrm_entity_id = '1'`,
		);
		await heal.report('missing');
		expect(await gapHours()).toBe(11);
	});

	it('waits until the webhook is active, however often that fails', async () => {
		await receivedAgo(1);
		for (const condition of ['missing', 'missing', 'disabled']) await heal.report(condition);
		expect((await heal.start('early')).path).toBeNull();
		await heal.report('active');
		expect((await heal.recovery())['until_time']).not.toBeNull();
		expect((await heal.start('still early')).path).toBeNull();
		await heal.rows('update amocrm_recoveries set due_at = now()');
		expect((await heal.start('now')).path).toBe('/api/v4/leads');
		expect(await heal.rows('select 1 from amocrm_recoveries')).toHaveLength(1);
	});

	it('is assumed when nobody looked for half an hour, and fetched when amoCRM has stopped repeating', async () => {
		await heal.report('active');
		await receivedAgo(8);
		await receivedAgo(0);
		await lookedAgo(6);
		await heal.report('active');
		expect(await heal.recovery()).toMatchObject({ reason: 'outage', state: 'open' });
		expect(await gapHours()).toBe(10);
		const [row] = await heal.rows(
			`select due_at > now() + interval '90 minutes' as is_late from amocrm_recoveries`,
		);
		expect(row).toEqual({ is_late: true });
	});

	it('reaches back no further than the setting, and says so', async () => {
		await receivedAgo(24 * 20);
		await heal.report('missing');
		await heal.report('active');
		await heal.rows('update amocrm_recoveries set due_at = now()');
		await heal.start('run', { maxDays: 2 });
		expect(await gapHours()).toBe(48);
		expect(await heal.recovery()).toMatchObject({ is_clipped: true });
	});

	it('grows when the webhook is lost again before the first gap is fetched', async () => {
		await heal.gap();
		await heal.start('run');
		await heal.next('run', noContent);
		const before = await heal.recovery();
		await heal.report('missing');
		await heal.report('active');
		const after = await heal.recovery();
		expect(after).toMatchObject({
			id: before['id'],
			phase: 'leads',
			from_time: before['from_time'],
		});
		expect(after['until_time']).not.toEqual(before['until_time']);
	});
});

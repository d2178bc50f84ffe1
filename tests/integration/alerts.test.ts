import { useTestDatabase } from '../support/database';

/** What is told when: each alarm once, again after a while, and its end; by one run only. */
const database = useTestDatabase({ emptied: false });

afterEach(async () => {
	await database.pool.query('truncate amocrm_alerts');
});

interface Row {
	readonly name: string;
	readonly subject: string;
	readonly state: string;
	readonly value: number;
	readonly unit: string;
	readonly finding?: string;
}

const lag = (state: string, subject = 'q'): Row => ({
	name: 'lag',
	subject,
	state,
	value: 700,
	unit: 's',
});

interface Message {
	readonly alert_id: string;
	readonly lease: string;
	readonly kind: string;
	readonly message: string;
}

const claim = async (
	health: readonly Row[],
	{ remindHours = 4, canTell = true } = {},
): Promise<readonly Message[]> =>
	(
		await database.pool.query<Message>('select * from amocrm_claim_alerts($1, $2, $3)', [
			JSON.stringify(health),
			remindHours,
			canTell,
		])
	).rows;

const record = async ({ alert_id, lease }: Message, error: string | null = null) =>
	(
		await database.pool.query<{ ended: boolean }>(
			'select amocrm_record_alert($1, $2, $3) as ended',
			[alert_id, lease, error],
		)
	).rows[0]?.ended;

/** One run of the watch; returns what was told. */
const tell = async (health: readonly Row[], error: string | null = null) => {
	const messages = await claim(health);
	for (const message of messages) expect(await record(message, error)).toBe(true);
	return messages.map(({ kind }) => kind);
};

const later = (interval: string) =>
	database.pool.query(
		`update amocrm_alerts set told_at = told_at - $1::interval, leased_until = leased_until - $1::interval`,
		[interval],
	);

test('an alarm is told when it starts, again after the pause, and when it ends', async () => {
	expect(await tell([lag('ok')])).toEqual([]);
	expect(await tell([lag('warning')])).toEqual([]);
	expect(await tell([lag('alarm')])).toEqual(['started']);
	expect(await tell([lag('alarm')])).toEqual([]);
	await later('3 hours 59 minutes');
	expect(await tell([lag('alarm')])).toEqual([]);
	await later('2 minutes');
	expect(await tell([lag('alarm')])).toEqual(['reminder']);
	expect(await tell([lag('alarm')])).toEqual([]);
	expect(await tell([lag('warning')])).toEqual(['ended']);
	expect(await tell([lag('ok')])).toEqual([]);
	expect(await tell([lag('alarm')])).toEqual(['started']);
});

test('each queue is an alarm of its own, and one that is not looked at any more has ended', async () => {
	const both = [lag('alarm', 'a'), lag('alarm', 'b'), { ...lag('alarm', ''), name: 'dead' }];
	expect(await tell(both)).toEqual(['started', 'started', 'started']);
	expect(await tell([lag('alarm', 'b'), lag('ok', 'c')])).toEqual(['ended', 'ended']);
});

test('twenty runs at once tell an alarm once', async () => {
	const claims = await Promise.all(Array.from({ length: 20 }, () => claim([lag('alarm')])));
	expect(claims.flat()).toHaveLength(1);
	await Promise.all(claims.flat().map((message) => record(message)));
	const ends = await Promise.all(Array.from({ length: 20 }, () => claim([lag('ok')])));
	expect(ends.flat().map(({ kind }) => kind)).toEqual(['ended']);
});

test('what was not delivered is told later, once', async () => {
	expect(await tell([lag('alarm')], 'Telegram is down')).toEqual(['started']);
	expect(await tell([lag('alarm')], 'Telegram is down')).toEqual(['started']);
	const view = `select state, value from amocrm_pipeline_health where name = 'telegram'`;
	expect((await database.pool.query(view)).rows).toEqual([{ state: 'warning', value: '1.0' }]);
	expect(await tell([lag('alarm')])).toEqual(['started']);
	expect(await tell([lag('alarm')])).toEqual([]);
	expect((await database.pool.query(view)).rows).toEqual([{ state: 'ok', value: '0.0' }]);
	expect(await tell([lag('ok')], 'Telegram is down')).toEqual(['ended']);
	expect(await tell([lag('ok')])).toEqual(['ended']);
	expect(await tell([lag('ok')])).toEqual([]);
});

test('an alarm that came and went while Telegram was down is not told, and leaves no error', async () => {
	await tell([lag('alarm')], 'Telegram is down');
	expect(await tell([lag('ok')])).toEqual([]);
	const { rows } = await database.pool.query('select last_error from amocrm_alerts');
	expect(rows).toEqual([{ last_error: null }]);
});

test('the message of a run that died is given to another after ten minutes, and not taken back', async () => {
	const [first] = await claim([lag('alarm')]);
	expect(await claim([lag('alarm')])).toEqual([]);
	await later('9 minutes 50 seconds');
	expect(await claim([lag('alarm')])).toEqual([]);
	await later('20 seconds');
	const [second] = await claim([lag('alarm')]);
	if (!first || !second) throw new Error('no message');
	expect(await record(first)).toBe(false);
	expect(await record(second)).toBe(true);
	expect(await record(second)).toBe(false);
	expect(await claim([lag('alarm')])).toEqual([]);
});

test('an alarm that ends while it is being told is told as ended afterwards', async () => {
	const [message] = await claim([lag('alarm')]);
	if (!message) throw new Error('no message');
	expect(await claim([lag('ok')])).toEqual([]);
	await record(message);
	expect(await tell([lag('ok')])).toEqual(['ended']);
});

test('without a chat it is remembered and told when there is one', async () => {
	expect(await claim([lag('alarm')], { canTell: false })).toEqual([]);
	expect(await tell([lag('alarm')])).toEqual(['started']);
});

test('nothing to look at is refused: it would read as the end of every alarm', async () => {
	await expect(claim([])).rejects.toThrow('amocrm_pipeline_health');
});

test('the address of the bot, which holds its token, is not stored', async () => {
	await tell(
		[lag('alarm')],
		'GET https://api.telegram.org/bot123456:AAbb-cc_dd/sendMessage failed',
	);
	const { rows } = await database.pool.query<{ last_error: string }>(
		'select last_error from amocrm_alerts',
	);
	expect(rows[0]?.last_error).toBe('GET https://api.telegram.org/bot***/sendMessage failed');
});

const text = async (kind: string, row: Row, lasting = '0 s') =>
	(
		await database.pool.query<{ text: string }>(
			'select amocrm_alert_text($1, $2, $3::interval) as text',
			[kind, JSON.stringify(row), lasting],
		)
	).rows[0]?.text;

test('messages are Russian, say how much and what to do, and escape what is not ours', async () => {
	expect(await text('started', lag('alarm', 'a<b>&c'))).toBe(
		[
			'🔴 <b>События ждут обработки</b>',
			'Самое старое ждёт: 12 мин',
			'Очередь: <code>a&lt;b&gt;&amp;c</code>',
			'Что делать: опубликован ли «Обработка вебхуков AmoCRM», без ошибок ли запуски, отвечает ли Jarvis. <code>amocrm-pipeline events list --status pending</code>',
		].join('\n'),
	);
	expect(await text('reminder', lag('alarm'), '5 hours')).toMatch(
		/^🔁 <b>События ждут обработки<\/b>: всё ещё\n.*\nДлится: 5 ч\n/,
	);
	expect(await text('ended', lag('ok'))).toBe(
		'✅ <b>События ждут обработки</b>: снова в порядке\nОчередь: <code>q</code>',
	);
	const failing = { ...lag('alarm', 'w'), name: 'api_failing', finding: '<401> & co' };
	expect(await text('started', failing)).toContain('<i>&lt;401&gt; &amp; co</i>');
	expect(await text('started', failing)).toContain('Процесс n8n: <code>w</code>');
});

test('every check that can be an alarm has a Russian text', async () => {
	const { rows } = await database.pool.query<{ name: string; unit: string }>(
		'select name, unit from amocrm_health_checks() where alarm_from is not null',
	);
	for (const { name, unit } of rows) {
		const said = await text('started', { ...lag('alarm'), name, unit });
		expect(said?.split('\n')[0]).toMatch(/[а-я]/);
		expect(said).toContain('Что делать: ');
		expect(said).not.toContain(`<b>${name}</b>`);
	}
	expect(await text('started', { ...lag('alarm'), name: 'new_check' })).toContain('new_check');
});

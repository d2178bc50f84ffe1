import { standAloneScript } from '../../stack/widget/scripts';
import { eventually } from '../support/eventually';
import { nginxPrograms, startNginx, webhookHost, type RunningNginx } from '../support/nginx';
import { describeWith } from '../support/program';
import { startRecordingBackend, type RecordingBackend } from '../support/recordingBackend';

const path = '/api/amocrm/address/suggest';

describeWith(nginxPrograms, 'the address widget’s paths', () => {
	let n8n: RecordingBackend;
	let nginx: RunningNginx;
	beforeAll(async () => {
		n8n = await startRecordingBackend('n8n');
		nginx = await startNginx({ N8N_UPSTREAM: n8n.address });
	});
	afterAll(async () => {
		await nginx?.stop();
		await n8n?.close();
	});
	beforeEach(() => {
		n8n.requests.length = 0;
		n8n.readyWith(200);
	});

	const client = () => nginx.client(webhookHost);

	it('a question and the browser’s question before it reach n8n’s webhook', async () => {
		const headers = { 'x-auth-token': 'x.y.z', origin: 'https://example.amocrm.ru' };
		const answers = [
			await client().options(path, { headers }),
			await client().post(path, { query: 'москва' }, { headers }),
		];
		expect(answers.map(({ status }) => status)).toEqual([200, 200]);
		expect(n8n.requests.map(({ method, url }) => [method, url])).toEqual([
			['OPTIONS', `/webhook${path}`],
			['POST', `/webhook${path}`],
		]);
		expect(n8n.requests[1]).toMatchObject({ headers, body: '{"query":"москва"}' });
	});

	it('a long body never reaches n8n', async () => {
		const { status } = await client().post(path, { query: 'ы'.repeat(5000) });
		expect([status, n8n.requests.length]).toEqual([413, 0]);
	});

	it('while n8n starts the answer is 503, not its 200', async () => {
		n8n.readyWith(503);
		const ask = () => client().post(path, { query: 'москва' });
		// nginx notes for a second that n8n is ready.
		await eventually('nginx asks again', async () => (await ask()).status === 503, 5);
		n8n.requests.length = 0;
		expect((await ask()).status).toBe(503);
		expect(n8n.requests).toEqual([]);
	});

	it('a flood from one address is cut off before n8n, webhooks of amoCRM are not', async () => {
		const send = (to: string) => client().post(to, 'x=1');
		const asked = await Promise.all(Array.from({ length: 150 }, () => send(path)));
		const passed = asked.filter(({ status }) => status === 200).length;
		expect(passed).toBeGreaterThanOrEqual(30);
		expect(passed).toBeLessThan(150);
		expect(n8n.requests).toHaveLength(passed);
		expect(asked.filter(({ status }) => status === 429)).toHaveLength(150 - passed);
		const hooks = await Promise.all(Array.from({ length: 150 }, () => send('/amocrm')));
		expect(hooks.map(({ status }) => status).filter((status) => status === 429)).toEqual([]);
	});

	it('the stand-alone script is served as it was built', async () => {
		const { status, data, headers } = await client().get<string>('/delivery-address-widget.js');
		expect(status).toBe(200);
		expect(headers['content-type']).toBe('application/javascript; charset=utf-8');
		expect(data).toBe(standAloneScript());
	});
});

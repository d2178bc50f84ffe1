import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nginxPrograms, renderNginx, startNginx, type NginxVariables } from '../support/nginx';
import { describeWith } from '../support/program';

describeWith(nginxPrograms, 'the rendered configuration', () => {
	const problemWith = async (variables: NginxVariables): Promise<string | null> => {
		const rendered = await renderNginx(variables);
		const problem = rendered.problem();
		rendered.remove();
		return problem;
	};

	const listOf = (text: string): string => {
		const file = join(tmpdir(), `amocrm-allow-${process.pid}`);
		writeFileSync(file, text);
		return file;
	};

	it.each(['off', 'fallback', 'first'])('is good with RECEIVER_MODE %s', async (mode) => {
		expect(await problemWith({ RECEIVER_MODE: mode })).toBeNull();
	});

	it('is refused with a mode that does not exist', async () => {
		expect(await problemWith({ RECEIVER_MODE: 'sometimes' })).toContain('receiver-sometimes.inc');
	});

	it('names the host that is missing', async () => {
		expect(await problemWith({ WEBHOOK_HOST: '' })).toMatch(/WEBHOOK_HOST.*that amoCRM calls/);
	});

	it('takes a list of addresses, networks and comments', async () => {
		const list = listOf('# amoCRM\n203.0.113.7\n\n198.51.100.0/24 # office\n2001:db8::/32\n');
		expect(await problemWith({ AMOCRM_ALLOW_LIST: list })).toBeNull();
	});

	it('is refused with a list that is not one, and with one that is not there', async () => {
		const list = listOf('everybody\n');
		expect(await problemWith({ AMOCRM_ALLOW_LIST: list })).toContain('invalid parameter');
		expect(await problemWith({ AMOCRM_ALLOW_LIST: '/nowhere' })).toContain(
			'/nowhere cannot be read',
		);
	});

	it('starts while the names of its upstreams are not known yet', async () => {
		const nginx = await startNginx({
			N8N_UPSTREAM: 'n8n.invalid:5678',
			RECEIVER_UPSTREAM: 'receiver.invalid:8091',
			RECEIVER_MODE: 'fallback',
			RESOLVER: '127.0.0.1:1',
		});
		try {
			const sent = Date.now();
			const answer = await nginx.client('webhook.example.test').post('/amocrm', 'a=1');
			expect(answer.status).toBe(503);
			expect(Date.now() - sent).toBeLessThan(2000);
		} finally {
			await nginx.stop();
		}
	});
});

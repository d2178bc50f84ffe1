import { connect } from 'node:tls';
import {
	editorHost,
	nginxPrograms,
	startNginx,
	webhookHost,
	type RunningNginx,
} from '../support/nginx';
import { describeWith } from '../support/program';

describeWith(nginxPrograms, 'the redirects of OAuth callbacks', () => {
	let nginx: RunningNginx;
	beforeAll(async () => {
		nginx = await startNginx({});
	});
	afterAll(async () => await nginx?.stop());

	/** The answer to a request written by hand, which no HTTP client would send. */
	const raw = async (name: string, request: string): Promise<string> =>
		await new Promise((resolve, reject) => {
			const socket = connect(
				{ host: '127.0.0.1', port: nginx.httpsPort, servername: name, ca: nginx.certificate },
				() => socket.write(request),
			);
			let text = '';
			socket.setEncoding('latin1').on('data', (piece: string) => (text += piece));
			socket.once('end', () => resolve(text)).once('error', reject);
		});

	const locations = (answer: string): readonly string[] =>
		[...answer.matchAll(/^location: (.*)\r$/gim)].map(([, location]) => location ?? '');

	it.each([
		[editorHost, `/oauth2/callback?code=1`, `${editorHost}:1@evil.example`],
		[editorHost, `/oauth2/callback?code=1`, `${editorHost}:evil.example`],
		[editorHost, `/oauth2/callback?code=1`, `evil.example`],
		[editorHost, `https://${editorHost}/oauth2/callback?code=1`, `evil.example`],
		[editorHost, `/oauth2/callback?code=1%0d%0aX-Evil:%201`, editorHost],
		[editorHost, `/oauth2/callback%0a?code=1`, editorHost],
		[editorHost, `/oauth2/callback?code=1\rX-Evil: 1`, editorHost],
		[webhookHost, `/oauth2/callback?@evil.example/`, webhookHost],
		[webhookHost, `/oauth2/callback?code=1`, `${webhookHost}:1@evil.example`],
		[webhookHost, `https://${webhookHost}/oauth2/callback?code=1`, `evil.example`],
	])('%s: %j with the host %s leads to the editor host or nowhere', async (name, path, host) => {
		const answer = await raw(
			name,
			`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
		);
		expect(answer).toMatch(/^HTTP\/1\.1 \d{3}/);
		expect(answer).not.toMatch(/^x-evil/im);
		for (const location of locations(answer)) {
			const { hostname, username } = new URL(location, `https://${name}`);
			expect([hostname, username]).toEqual([editorHost, '']);
		}
	});
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, request as httpRequest } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { selfSigned } from './certificate';

export interface AmoCrmHosts {
	/** For a process that is to find amoCRM's hosts at the sandbox. */
	readonly environment: Readonly<Record<string, string>>;
	/** Hosts outside `amocrm.ru` that were asked for; nobody reached them. */
	readonly strangers: readonly string[];
	/** Where the requests go; needed before the first one. */
	leadTo(sandboxUrl: string): void;
	close(): Promise<void>;
}

const listen = async (server: Server): Promise<number> => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
};

const daysMs = 86_400_000;

/**
 * `https://<name>.amocrm.ru` without the internet: a proxy that leads every such host to the sandbox, which
 * sees the name that was called, behind a certificate of our own.
 */
export async function startAmoCrmHosts(): Promise<AmoCrmHosts> {
	const now = Date.now();
	const { cert, key } = selfSigned({
		host: '*.amocrm.ru',
		from: new Date(now - daysMs),
		to: new Date(now + 365 * daysMs),
	});
	let target = new URL('http://127.0.0.1:9');
	const site = createHttpsServer({ cert, key }, (incoming, outgoing) => {
		const { method, url: path, headers } = incoming;
		const { hostname, port } = target;
		const forwarded = httpRequest({ hostname, port, method, path, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(outgoing);
		});
		forwarded.on('error', () => outgoing.destroy());
		incoming.pipe(forwarded);
	});
	const sitePort = await listen(site);

	const strangers: string[] = [];
	const tunnels = new Set<Duplex>();
	const proxy = createHttpServer();
	proxy.on('connect', ({ url = '' }, socket, head) => {
		if (!/^[a-z0-9-]+\.amocrm\.ru:443$/.test(url)) {
			strangers.push(url);
			socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		const through = connect(sitePort, '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			through.write(head);
			through.pipe(socket).pipe(through);
		});
		// A process that is killed ends nothing: the other half would stay open, and `close` wait for it.
		through.on('error', () => undefined).on('close', () => socket.destroy());
		socket.on('error', () => undefined).on('close', () => through.destroy());
		tunnels.add(socket).add(through);
	});
	const proxyPort = await listen(proxy);

	const folder = mkdtempSync(join(tmpdir(), 'amocrm-hosts-'));
	const certificate = join(folder, 'amocrm.pem');
	writeFileSync(certificate, cert);
	return {
		environment: {
			HTTPS_PROXY: `http://127.0.0.1:${proxyPort}`,
			NO_PROXY: '127.0.0.1,localhost',
			NODE_EXTRA_CA_CERTS: certificate,
		},
		strangers,
		leadTo: (sandboxUrl) => {
			target = new URL(sandboxUrl);
		},
		async close() {
			for (const tunnel of tunnels) tunnel.destroy();
			site.closeAllConnections();
			proxy.closeAllConnections();
			await Promise.all(
				[site, proxy].map((server) => new Promise((resolve) => server.close(resolve))),
			);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

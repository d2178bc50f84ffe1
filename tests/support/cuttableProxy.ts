import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface CuttableProxy {
	readonly port: number;
	/** Ends every connection at once and refuses new ones, as a stopped server does. */
	cut(): void;
	/** Takes connections and bytes and says nothing, as a network that drops packets does. */
	blackHole(): void;
	/** Each piece of data, in both directions, comes `milliseconds` late. */
	slowDown(milliseconds: number): void;
	/** Passes everything on again. What hung in the black hole is ended, as TCP would at last. */
	restore(): void;
	/** Open connections to the other side. */
	connections(): number;
	close(): Promise<void>;
}

type Mode = 'open' | 'cut' | 'black hole';

/** A TCP proxy on 127.0.0.1 in front of `targetPort`, whose network can be broken. */
export async function cuttableProxy(targetPort: number): Promise<CuttableProxy> {
	let mode: Mode = 'open';
	let delayMs = 0;
	const clients = new Set<Socket>();
	const servers = new Set<Socket>();

	/** Waits for its turn: pieces of one direction never overtake each other. */
	const carry = (from: Socket, to: Socket): void => {
		let last = Promise.resolve();
		const inOrder = (act: () => void): void => {
			const waited = delayMs > 0 ? pause(delayMs) : undefined;
			last = last.then(async () => {
				if (waited) await waited;
				if (mode === 'open' && !to.destroyed) act();
			});
		};
		from.on('data', (piece) => inOrder(() => to.write(piece)));
		from.on('end', () => inOrder(() => to.end()));
		from.on('close', () => mode !== 'black hole' && inOrder(() => to.destroy()));
		from.on('error', () => undefined);
	};

	const server = createServer((client) => {
		if (mode === 'cut') {
			client.resetAndDestroy();
			return;
		}
		clients.add(client);
		client.on('close', () => clients.delete(client));
		client.on('error', () => undefined);
		if (mode === 'black hole') {
			client.resume();
			return;
		}
		const target = connect(targetPort, '127.0.0.1');
		servers.add(target);
		target.on('close', () => servers.delete(target));
		carry(client, target);
		carry(target, client);
	});
	const endAll = (): void => {
		for (const socket of [...clients, ...servers]) socket.resetAndDestroy();
	};
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		cut() {
			mode = 'cut';
			endAll();
		},
		blackHole() {
			mode = 'black hole';
		},
		slowDown(milliseconds) {
			delayMs = milliseconds;
		},
		restore() {
			if (mode === 'black hole') endAll();
			mode = 'open';
			delayMs = 0;
		},
		connections: () => servers.size,
		async close() {
			endAll();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

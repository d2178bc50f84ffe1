import https from 'node:https';
import { connect, type Socket } from 'node:net';

/** The account as clients by others name it: they take a host and put `https://` before it. */
export const accountHost = 'sandbox.amocrm.ru';

/** Every connection of Node's `https` ends at the sandbox, in plain HTTP, whatever host was named. */
class LoopbackAgent extends https.Agent {
	constructor(private readonly sandbox: URL) {
		super({ keepAlive: false });
	}

	override createConnection(): Socket {
		return connect(Number(this.sandbox.port), this.sandbox.hostname);
	}
}

/** For clients that call `https.request`. The function it gives brings the usual agent back. */
export function answerHttps(sandboxUrl: string): () => void {
	const usual = https.globalAgent;
	https.globalAgent = new LoopbackAgent(new URL(sandboxUrl));
	return () => {
		https.globalAgent = usual;
	};
}

/** For clients that call `fetch`; nothing but the account and the sandbox can be reached meanwhile. */
export function answerFetch(sandboxUrl: string): () => void {
	const usual = globalThis.fetch;
	globalThis.fetch = async (input, init) => {
		const url = String(input).replace(`https://${accountHost}`, sandboxUrl);
		if (!url.startsWith(`${sandboxUrl}/`)) throw new Error(`${url} is not the sandbox`);
		return usual(url, init);
	};
	return () => {
		globalThis.fetch = usual;
	};
}

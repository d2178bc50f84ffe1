import cluster from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';

/** A process asks its parent, which asks them all: a scrape reaches one of them, whichever. */
interface Question {
	readonly type: 'receiver:metrics?';
	readonly id: number;
}
interface Reply {
	readonly type: 'receiver:metrics';
	readonly id: number;
	/** Null when a process did not tell its part within five seconds. */
	readonly text: string | null;
}

interface Asker {
	resolve(text: string): void;
	reject(error: Error): void;
}

const typeOf = (message: unknown): unknown => (message as { type?: unknown } | null)?.type;

/** In the parent: answers the questions of its processes. */
export function gatherMetrics(): void {
	const registry = new AggregatorRegistry();
	cluster.on('message', (worker, message: unknown) => {
		if (typeOf(message) !== 'receiver:metrics?') return;
		const { id } = message as Question;
		const reply = (text: string | null): void => {
			const answer: Reply = { type: 'receiver:metrics', id, text };
			if (worker.isConnected()) worker.send(answer);
		};
		registry.clusterMetrics().then(reply, () => reply(null));
	});
}

/** How to read the metrics: of this process when it runs alone, of all that share its port otherwise. */
export function metricsOfAllProcesses(registry: Registry): () => Promise<string> {
	const { worker } = cluster;
	if (!worker) return () => registry.metrics();
	AggregatorRegistry.setRegistries(registry);
	void new AggregatorRegistry(); // listens for the parent's question
	const asked = new Map<number, Asker>();
	let lastId = 0;
	worker.on('message', (message: unknown) => {
		if (typeOf(message) !== 'receiver:metrics') return;
		const { id, text } = message as Reply;
		const question = asked.get(id);
		asked.delete(id);
		if (text === null) question?.reject(new Error('a process did not tell its metrics'));
		else question?.resolve(text);
	});
	return () =>
		new Promise((resolve, reject) => {
			lastId += 1;
			asked.set(lastId, { resolve, reject });
			const question: Question = { type: 'receiver:metrics?', id: lastId };
			worker.send(question);
		});
}

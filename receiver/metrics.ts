import type { Pool } from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { StoredEvent } from '../src/inbox/types';
import { inboxDepth } from '../src/inbox/depth';
import { metricsOfAllProcesses } from './processMetrics';

export interface ReceiverMetrics {
	answered(status: number, seconds: number): void;
	stored(events: readonly StoredEvent[]): void;
	/** The Prometheus text, of all processes of this receiver, and its content type. */
	render(): Promise<{ readonly text: string; readonly contentType: string }>;
}

/** Between good and useless for amoCRM, which hangs up after 2 s. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2];

export function receiverMetrics(pool: Pool): ReceiverMetrics {
	const registry = new Registry();
	const registers = [registry];
	collectDefaultMetrics({ register: registry });
	const requests = new Counter({
		name: 'amocrm_receiver_requests_total',
		help: 'Webhook calls by the HTTP status they were answered with',
		labelNames: ['status'] as const,
		registers,
	});
	const duration = new Histogram({
		name: 'amocrm_receiver_answer_seconds',
		help: 'From the first byte of a call to its answer',
		buckets,
		registers,
	});
	const events = new Counter({
		name: 'amocrm_receiver_events_total',
		help: 'Events stored, and repeats of stored ones',
		labelNames: ['outcome'] as const,
		registers,
	});
	// Every process tells what the one database holds: adding up would double it.
	const ofDatabase = {
		labelNames: ['queue'] as const,
		aggregator: 'max' as const,
		registers,
		collect: () => readDepth(),
	};
	const depth = {
		waiting: new Gauge({
			name: 'amocrm_inbox_events_waiting',
			help: 'Events that are pending or in a run',
			...ofDatabase,
		}),
		dead: new Gauge({
			name: 'amocrm_inbox_events_dead',
			help: 'Events that were given up',
			...ofDatabase,
		}),
		lagSeconds: new Gauge({
			name: 'amocrm_inbox_lag_seconds',
			help: 'Age of the oldest event that is due and not done',
			...ofDatabase,
		}),
	};
	const isUp = new Gauge({
		name: 'amocrm_receiver_database_up',
		help: '1 when PostgreSQL answered while these metrics were read',
		aggregator: 'min',
		registers,
		collect: () => readDepth(),
	});

	const readNow = async (): Promise<void> => {
		for (const gauge of Object.values(depth)) gauge.reset();
		try {
			for (const { queue, ...values } of await inboxDepth(pool)) {
				depth.waiting.set({ queue }, values.waiting);
				depth.dead.set({ queue }, values.dead);
				depth.lagSeconds.set({ queue }, values.lagSeconds);
			}
			isUp.set(1);
		} catch {
			isUp.set(0); // the gauge is how this is told
		}
	};
	let reading: Promise<void> | null = null;
	/** All gauges of one scrape share one query. */
	const readDepth = (): Promise<void> => {
		reading ??= readNow().finally(() => {
			reading = null;
		});
		return reading;
	};
	const allMetrics = metricsOfAllProcesses(registry);
	return {
		answered(status, seconds) {
			requests.inc({ status });
			duration.observe(seconds);
		},
		stored(stored) {
			const duplicates = stored.filter(({ duplicate }) => duplicate).length;
			events.inc({ outcome: 'stored' }, stored.length - duplicates);
			events.inc({ outcome: 'duplicate' }, duplicates);
		},
		async render() {
			return { text: await allMetrics(), contentType: registry.contentType };
		},
	};
}

import type { Answers, EndToEnd } from './results';

const mean = (one: number, other: number): number => (one + other) / 2;

const meanIfAny = (one: number | null, other: number | null): number | null =>
	one === null || other === null ? (one ?? other) : mean(one, other);

/** Two runs of one load as one: rates and latencies are means, what was counted is the sum. */
export const answersOfBoth = (one: Answers, other: Answers): Answers => ({
	perSecond: mean(one.perSecond, other.perSecond),
	p50Ms: meanIfAny(one.p50Ms, other.p50Ms),
	p99Ms: meanIfAny(one.p99Ms, other.p99Ms),
	answered: one.answered + other.answered,
	lost: one.lost + other.lost,
	failed: one.failed + other.failed,
	peakMegabytes: Math.max(one.peakMegabytes, other.peakMegabytes),
});

/** Two runs one after the other. */
export function endToEndOfBoth(one: EndToEnd, other: EndToEnd): EndToEnd {
	const arrived = one.arrived + other.arrived;
	const seconds = one.seconds + other.seconds;
	return {
		events: one.events + other.events,
		arrived,
		seconds,
		eventsPerSecond: arrived / seconds,
		apiRequestsPer1000: mean(one.apiRequestsPer1000, other.apiRequestsPer1000),
		cpuMsPerEvent:
			one.cpuMsPerEvent && other.cpuMsPerEvent
				? {
						n8n: mean(one.cpuMsPerEvent.n8n, other.cpuMsPerEvent.n8n),
						postgres: mean(one.cpuMsPerEvent.postgres, other.cpuMsPerEvent.postgres),
					}
				: null,
		statementsPerEvent: mean(one.statementsPerEvent, other.statementsPerEvent),
	};
}

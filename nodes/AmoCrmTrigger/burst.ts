import { createCallRate } from '../../src/webhook/callRate';

const calls = createCallRate();
/** In a second; fewer never leave n8n without time. */
const manyCalls = 25;
/** Of the time since the last look; at 70 % a run of the workflow makes answers wait noticeably. */
const busy = 0.7;
let before = performance.eventLoopUtilization();

export const countCall = (): void => calls.count();

/**
 * Whether webhooks take about all the time this process has: amoCRM waits two seconds, stored events can
 * wait. Judged since the last look, so a look right after a run of the workflow may blame the webhooks for
 * it, the next one does not. At a rate that n8n bears, batches go on at once, or a long import would pile up.
 */
export function isAnsweringBurst(): boolean {
	const now = performance.eventLoopUtilization();
	const { utilization } = performance.eventLoopUtilization(now, before);
	before = now;
	return calls.lastSecond() >= manyCalls && utilization > busy;
}

/** How many bodies one destination gets at a time; first come, first started. */
const atOnce = 10;

/** Runs jobs of one key at most ten at a time, so that a burst does not exhaust the sockets. */
export function createQueue(): (key: string, job: () => Promise<void>) => void {
	const lanes = new Map<string, { running: number; waiting: Array<() => Promise<void>> }>();
	return (key, job) => {
		const lane = lanes.get(key) ?? { running: 0, waiting: [] };
		lanes.set(key, lane);
		lane.waiting.push(job);
		const start = () => {
			while (lane.running < atOnce) {
				const next = lane.waiting.shift();
				if (!next) break;
				lane.running += 1;
				void next().finally(() => {
					lane.running -= 1;
					start();
				});
			}
			if (lane.running === 0) lanes.delete(key);
		};
		start();
	};
}

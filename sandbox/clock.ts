/** The sandbox's own time: retries, code and token lifetimes follow it and can be hurried along. */
export interface Clock {
	/** Unix milliseconds. */
	now(): number;
	scale(): number;
	/** 60 lets a minute pass in a second. */
	setScale(scale: number): void;
	/** Jumps ahead; everything that falls due happens at once. */
	advance(seconds: number): void;
	/** Jumps to a time (Unix milliseconds), also to an earlier one; what has run does not run again. */
	set(time: number): void;
	/** Runs `task` when the clock shows `due` (ms). */
	at(due: number, task: () => void): void;
	stop(): void;
}

/** Longer waits make setTimeout fire at once. */
const longestTimeout = 2 ** 31 - 1;

export function createClock(initialScale: number): Clock {
	let scale = initialScale;
	let anchorReal = Date.now();
	let anchorTime = anchorReal;
	let timer: NodeJS.Timeout | undefined;
	const tasks = new Set<{ readonly due: number; readonly task: () => void }>();

	const now = () => anchorTime + (Date.now() - anchorReal) * scale;
	const move = (time: number, nextScale: number) => {
		anchorReal = Date.now();
		anchorTime = time;
		scale = nextScale;
		arm();
	};
	const arm = () => {
		clearTimeout(timer);
		if (tasks.size === 0) return;
		const next = Math.min(...[...tasks].map(({ due }) => due));
		const wait = Math.max(0, (next - now()) / scale);
		timer = setTimeout(run, Math.min(Math.ceil(wait), longestTimeout));
		timer.unref();
	};
	const run = () => {
		const time = now();
		const due = [...tasks].filter((task) => task.due <= time).sort((a, b) => a.due - b.due);
		for (const task of due) {
			tasks.delete(task);
			task.task();
		}
		arm();
	};

	return {
		now,
		scale: () => scale,
		setScale: (next) => move(now(), next),
		advance: (seconds) => move(now() + seconds * 1000, scale),
		set: (time) => move(time, scale),
		at(due, task) {
			tasks.add({ due, task });
			arm();
		},
		stop() {
			clearTimeout(timer);
			tasks.clear();
		},
	};
}

export interface Waker {
	/** Resolves with true when woken (also by a call made before), with false after `ms`. */
	wait(ms: number): Promise<boolean>;
	wake(): void;
}

/** A wait that ends early. A wake-up that comes while nobody waits is kept for the next wait. */
export function createWaker(): Waker {
	let isWoken = false;
	let finish: (() => void) | undefined;
	return {
		wait: (ms) =>
			new Promise((resolve) => {
				const end = (): void => {
					clearTimeout(timer);
					finish = undefined;
					const result = isWoken;
					isWoken = false;
					resolve(result);
				};
				const timer = setTimeout(end, ms);
				if (isWoken) end();
				else finish = end;
			}),
		wake() {
			isWoken = true;
			finish?.();
		},
	};
}

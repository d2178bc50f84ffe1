import type { Parameters } from 'fast-check';

/** The same cases on every machine, so that a red run is about the change under test. */
const defaultSeed = 20_250_526;

function whole(name: string): number | undefined {
	const text = process.env[name];
	if (text === undefined || text === '') return undefined;
	const number = Number(text);
	// A typo that fell back to the default would pass for a long run.
	if (!Number.isSafeInteger(number)) throw new Error(`${name}=${text} is not a whole number.`);
	return number;
}

/** How much longer than usual to search: `FUZZ_RUNS` is the number of bodies of the longest test. */
const usualFuzzRuns = 6_000;

/**
 * `numRuns` cases of a property. `FUZZ_RUNS=1000000` multiplies them all and takes a new seed each
 * time; a failure prints its seed, and `FUZZ_SEED=<seed>` brings it back.
 */
export function runs(numRuns: number): Pick<Parameters, 'numRuns' | 'seed'> {
	const wanted = whole('FUZZ_RUNS');
	const seed = whole('FUZZ_SEED') ?? (wanted === undefined ? defaultSeed : undefined);
	const factor = (wanted ?? usualFuzzRuns) / usualFuzzRuns;
	return {
		numRuns: Math.max(1, Math.ceil(numRuns * factor)),
		...(seed === undefined ? {} : { seed }),
	};
}

/** Milliseconds that Jest waits for a test of `numRuns` cases of at most `each` milliseconds. */
export const patience = (numRuns: number, each = 50): number =>
	60_000 + (runs(numRuns).numRuns ?? numRuns) * each;

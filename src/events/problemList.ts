const most = 20;
const longestName = 120;

/** Collects what is odd about a body. Texts name places, never values: those are people's data. */
export interface ProblemList {
	add(place: string, what: string): void;
	list(): readonly string[];
}

const shorten = (place: string): string =>
	place.length > longestName
		? `${place.slice(0, longestName)}… (${place.length} characters)`
		: place;

/** Keeps the first 20 and counts the rest, so that a hostile body cannot make the report larger than itself. */
export function problemList(): ProblemList {
	const problems = new Set<string>();
	let dropped = 0;
	return {
		add(place, what) {
			if (problems.size < most) problems.add(`${shorten(place)}: ${what}`);
			else dropped += 1;
		},
		list: () => (dropped > 0 ? [...problems, `and ${dropped} more problems`] : [...problems]),
	};
}

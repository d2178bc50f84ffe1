import type { Unsorted, UnsortedDecision } from '../unsorted';
import type { Query } from '../query';
import { among, passing, range } from '../routes/filters';

/** What became of the incoming leads of a filter; `average_sort_time` in seconds. */
export function summaryOf(
	open: readonly Unsorted[],
	decisions: readonly UnsortedDecision[],
	filter: Query,
): object {
	const wanted = (all: readonly Unsorted[]): readonly Unsorted[] =>
		passing(all, [
			among('uid', filter['uid']),
			among('pipeline_id', filter['pipeline_id']),
			range('created_at', filter['created_at']),
		]);
	const counted = wanted([...open, ...decisions.map(({ unsorted }) => unsorted)]);
	const uids = new Set(counted.map(({ uid }) => uid));
	const decided = decisions.filter(({ unsorted }) => uids.has(unsorted.uid));
	const times = decided.map(({ decided_at, unsorted }) => decided_at - unsorted.created_at);
	const number = (action: UnsortedDecision['action']): number =>
		decided.filter((decision) => decision.action === action).length;
	const total = (name: string) => ({
		total: counted.filter(({ category }) => category === name).length,
	});
	return {
		total: counted.length,
		accepted: number('accept'),
		declined: number('decline'),
		average_sort_time:
			times.length === 0 ? 0 : Math.round(times.reduce((a, b) => a + b, 0) / times.length),
		categories: {
			sip: total('sip'),
			mail: total('mail'),
			forms: total('forms'),
			chats: total('chats'),
		},
	};
}

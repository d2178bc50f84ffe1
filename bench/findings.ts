import { beside, figure, finding, ratioOf, type Finding, type Target } from './finding';
import { nodeFindings } from './node/findings';
import type { Answers, CpuCost, EndToEnd, Results } from './results';

function answerFindings({ answers }: Results): readonly Finding[] {
	if (!answers) return [];
	const { naive, naiveWithOurSettings, trigger, triggerStoring, receiver } = answers;
	const ratio = (what: string, ours: Answers, other: Answers, target: Target | null) =>
		ratioOf(what, ours.perSecond, other.perSecond, 'answers/s', target);
	return [
		ratio('answers, trigger (workflow at work)', trigger, naive, { atLeast: 25 }),
		ratio('answers, trigger (workflow waiting)', triggerStoring, naive, { atLeast: 25 }),
		ratio('answers, receiver', receiver, naive, { atLeast: 500 }),
		ratio('answers, trigger beside naive with our settings', trigger, naiveWithOurSettings, null),
		finding('p99, trigger (workflow at work)', trigger.p99Ms ?? Infinity, 'ms', { below: 500 }),
		finding('p99, trigger (workflow waiting)', triggerStoring.p99Ms ?? Infinity, 'ms', {
			below: 500,
		}),
		finding('p99, receiver', receiver.p99Ms ?? Infinity, 'ms', null),
		finding(
			'answered by us, not in PostgreSQL',
			trigger.lost + triggerStoring.lost + receiver.lost,
			'events',
			{ atMost: 0 },
			`of ${figure(trigger.answered + triggerStoring.answered + receiver.answered)}`,
		),
	];
}

const cpuOf = ({ n8n, postgres }: CpuCost): number => n8n + postgres;

function endToEndFindings({ endToEnd }: Results): readonly Finding[] {
	if (!endToEnd) return [];
	const { naive, naiveWithLimit, ours, oursBehindReceiver } = endToEnd;
	const ratio = (what: string, one: EndToEnd, other: EndToEnd, target: Target | null) =>
		ratioOf(what, one.eventsPerSecond, other.eventsPerSecond, 'events/s', target);
	const cpu: readonly Finding[] =
		naive.cpuMsPerEvent && ours.cpuMsPerEvent
			? [
					finding(
						'CPU per event',
						cpuOf(naive.cpuMsPerEvent) / cpuOf(ours.cpuMsPerEvent),
						'x',
						null,
						beside(cpuOf(ours.cpuMsPerEvent), cpuOf(naive.cpuMsPerEvent), 'ms'),
					),
				]
			: [];
	return [
		ratio('end to end, behind the receiver', oursBehindReceiver, naive, { atLeast: 20 }),
		ratio('end to end, the trigger answers', ours, naive, { atLeast: 20 }),
		ratio("end to end, naive under amoCRM's limit too", ours, naiveWithLimit, null),
		finding(
			'API requests per 1,000 events',
			ours.apiRequestsPer1000,
			'requests',
			{ atMost: 8 },
			`naive: ${figure(naive.apiRequestsPer1000)}`,
		),
		finding(
			"events that arrive under amoCRM's 7 requests/s",
			(ours.arrived / ours.events) * 100,
			'%',
			{ atLeast: 100 },
			`naive: ${figure((naiveWithLimit.arrived / naiveWithLimit.events) * 100)} %`,
		),
		...cpu,
		finding(
			'PostgreSQL statements per event',
			naive.statementsPerEvent / ours.statementsPerEvent,
			'x',
			null,
			beside(ours.statementsPerEvent, naive.statementsPerEvent, 'statements'),
		),
	];
}

function bigTableFindings({ bigTable, answers }: Results): readonly Finding[] {
	if (!bigTable) return [];
	const { empty, full, neverAnalyzed, trigger, receiver } = bigTable;
	const rows = figure(full.oldRows);
	const kept = (what: string, now: Answers, before: Answers) =>
		ratioOf(`${what} with ${rows} old rows`, now.perSecond, before.perSecond, 'answers/s', null);
	return [
		ratioOf(`claim cost with ${rows} old rows`, full.claimMs, empty.claimMs, 'ms for 250', {
			atMost: 1.2,
		}),
		ratioOf(
			'claim cost before the first analyze',
			neverAnalyzed.claimMs,
			empty.claimMs,
			'ms for 250',
			null,
		),
		...(answers
			? [
					kept('answers, trigger', trigger, answers.trigger),
					kept('answers, receiver', receiver, answers.receiver),
				]
			: []),
		finding('p99, trigger on the big table', trigger.p99Ms ?? Infinity, 'ms', { below: 500 }),
		finding(
			'answered on the big table, not in PostgreSQL',
			trigger.lost + receiver.lost,
			'events',
			{
				atMost: 0,
			},
		),
	];
}

function queueFindings({ queues = [] }: Results): readonly Finding[] {
	const ours = queues.find(({ queue }) => queue === 'ours');
	if (!ours) return [];
	return queues
		.filter((other) => other !== ours)
		.flatMap((other) =>
			(['insertedSingly', 'insertedInBulk', 'workedOff'] as const).map((step) => {
				const name = {
					insertedSingly: 'insert',
					insertedInBulk: 'bulk insert',
					workedOff: 'work off',
				};
				return ratioOf(
					`${name[step]}, beside ${other.queue}`,
					ours[step],
					other[step],
					'jobs/s',
					null,
				);
			}),
		);
}

/** What the figures say, ratios and promises first. */
export const findingsOf = (results: Results): readonly Finding[] => [
	...answerFindings(results),
	...endToEndFindings(results),
	...bigTableFindings(results),
	...queueFindings(results),
	...nodeFindings(results),
];

import { figure, type Finding, type Target } from './finding';
import { nodeRows } from './node/rows';
import type { Answers, ClaimCost, EndToEnd, QueueResult, Results } from './results';

type Row = readonly string[];

/** Columns as wide as their widest cell; all but the first are numbers and stand to the right. */
export function table(rows: readonly Row[]): string {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((row) => row[column]?.length ?? 0)),
	);
	return rows
		.map((row) =>
			row
				.map((cell, column) =>
					column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
				)
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

const targetText = (target: Target | null): string => {
	if (!target) return '';
	if ('atLeast' in target) return `>= ${figure(target.atLeast)}`;
	return 'atMost' in target ? `<= ${figure(target.atMost)}` : `< ${figure(target.below)}`;
};

const verdict = ({ met }: Finding): string => (met === null ? '' : met ? 'met' : 'NOT MET');

const unitText = (unit: Finding['unit']): string => (unit === 'x' ? 'x' : ` ${unit}`);

const findingRows = (findings: readonly Finding[]): readonly Row[] => [
	['', 'ours', 'target', '', 'from'],
	...findings.map((one) => [
		one.what,
		`${figure(one.value)}${unitText(one.unit)}`,
		targetText(one.target),
		verdict(one),
		one.from,
	]),
];

const answerRow = (name: string, one: Answers): Row => [
	name,
	...[one.perSecond, one.p50Ms, one.p99Ms, one.answered, one.lost, one.failed].map(figure),
	`${figure(one.peakMegabytes)} MB`,
];

const endToEndRow = (name: string, one: EndToEnd): Row => [
	name,
	figure(one.events),
	figure(one.arrived),
	figure(one.seconds),
	figure(one.eventsPerSecond),
	figure(one.apiRequestsPer1000),
	figure(one.cpuMsPerEvent?.n8n ?? null),
	figure(one.cpuMsPerEvent?.postgres ?? null),
	figure(one.statementsPerEvent),
];

const claimRow = (name: string, one: ClaimCost): Row => [
	name,
	...[one.waiting, one.claimMs, one.completeMs].map(figure),
];

const queueRow = (one: QueueResult): Row => [
	one.queue,
	...[one.jobs, one.insertedSingly, one.insertedInBulk, one.workedOff].map(figure),
];

function detailRows({
	answers,
	endToEnd,
	bigTable,
	queues,
	node,
}: Results): readonly (readonly Row[])[] {
	const answerHead = ['answers', '/s', 'p50 ms', 'p99 ms', '200s', 'lost', 'failed', 'peak memory'];
	return [
		[
			answerHead,
			...(answers
				? [
						answerRow('naive, n8n as it comes', answers.naive),
						answerRow('naive, n8n with our settings', answers.naiveWithOurSettings),
						answerRow('trigger, workflow at work', answers.trigger),
						answerRow('trigger, workflow waiting', answers.triggerStoring),
						answerRow('receiver', answers.receiver),
					]
				: []),
			...(bigTable
				? [
						answerRow('trigger, big table', bigTable.trigger),
						answerRow('receiver, big table', bigTable.receiver),
					]
				: []),
		],
		[
			[
				'end to end',
				'events',
				'arrived',
				's',
				'events/s',
				'API/1,000',
				'n8n CPU ms',
				'PG CPU ms',
				'statements',
			],
			...(endToEnd
				? [
						endToEndRow('naive, amoCRM without a limit', endToEnd.naive),
						endToEndRow('naive, 7 requests/s', endToEnd.naiveWithLimit),
						endToEndRow('ours, 7 requests/s', endToEnd.ours),
						endToEndRow('ours behind the receiver', endToEnd.oursBehindReceiver),
					]
				: []),
		],
		[
			['claims of 250', 'waiting', 'claim ms', 'complete ms'],
			...(bigTable
				? [
						claimRow('empty table', bigTable.empty),
						claimRow(`${figure(bigTable.full.oldRows)} old rows`, bigTable.full),
						claimRow('empty, never analyzed', bigTable.neverAnalyzed),
					]
				: []),
		],
		[
			['queues, jobs/s', 'jobs', 'insert', 'bulk insert', 'work off'],
			...(queues ?? []).map(queueRow),
		],
		...nodeRows(node),
	].filter((rows) => rows.length > 1);
}

/** Everything a reader needs, ratios and targets first. */
export function render(findings: readonly Finding[], results: Results): string {
	return [findingRows(findings), ...detailRows(results)].map(table).join('\n\n');
}

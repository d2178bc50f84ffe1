import { beside, figure, finding, type Finding } from '../finding';
import type { LeadsCreated, LeadsReturned, Results } from '../results';

const per = (one: LeadsCreated, value: number, leads: number): number =>
	(value * leads) / one.leads;

function createFindings(
	{ naive, ours }: { readonly naive: LeadsCreated; readonly ours: LeadsCreated },
	unlimited: { readonly naive: LeadsCreated; readonly ours: LeadsCreated },
): readonly Finding[] {
	const leads = figure(ours.leads);
	const naiveRequests = per(naive, naive.requests, ours.leads);
	const naiveSeconds = per(naive, naive.seconds, ours.leads);
	const scaled = naive.leads === ours.leads ? '' : ` (scaled from ${figure(naive.leads)} leads)`;
	return [
		finding(
			`API requests for ${leads} new leads`,
			naiveRequests / ours.requests,
			'x',
			{ atLeast: 50 },
			`${beside(ours.requests, naiveRequests, 'requests')}${scaled}`,
		),
		finding(
			`${leads} new leads under amoCRM's 7 requests/s`,
			naiveSeconds / ours.seconds,
			'x',
			null,
			`${beside(ours.seconds, naiveSeconds, 's')}${scaled}`,
		),
		finding(
			`CPU for ${leads} new leads`,
			per(unlimited.naive, unlimited.naive.cpuSeconds, ours.leads) /
				per(unlimited.ours, unlimited.ours.cpuSeconds, ours.leads),
			'x',
			null,
			beside(unlimited.ours.cpuSeconds, unlimited.naive.cpuSeconds, 's'),
		),
		finding(
			`peak memory, ${leads} new leads`,
			unlimited.naive.peakMegabytes / unlimited.ours.peakMegabytes,
			'x',
			null,
			beside(unlimited.ours.peakMegabytes, unlimited.naive.peakMegabytes, 'MB'),
		),
		finding(
			'items of ours that became no lead',
			ours.leads - ours.arrived + (unlimited.ours.leads - unlimited.ours.arrived),
			'leads',
			{ atMost: 0 },
			`of ${figure(ours.leads + unlimited.ours.leads)}; naive: ${figure(naive.leads - naive.arrived)} of ${figure(naive.leads)} under the limit`,
		),
	];
}

function returnAllFindings(all: LeadsReturned): readonly Finding[] {
	const first = all.pages[0]?.besideRowsMegabytes ?? NaN;
	const last = all.pages.at(-1);
	return [
		finding('leads that Return All left out', all.leads - all.rows, 'leads', { atMost: 0 }),
		finding(
			`Return All, memory beside the rows at page ${figure(last?.page ?? null)}`,
			(last?.besideRowsMegabytes ?? NaN) / first,
			'x',
			{ atMost: 1.2 },
			`${beside(last?.besideRowsMegabytes ?? NaN, first, 'MB')} at page ${all.pages[0]?.page}`,
		),
		finding('Return All, memory of 1,000 rows', all.rowMegabytesPer1000, 'MB', null),
	];
}

/** What the AmoCRM node does with many items and with many rows. */
export const nodeFindings = ({ node }: Results): readonly Finding[] =>
	node
		? [
				...createFindings(node.create, node.createWithoutLimit),
				...returnAllFindings(node.returnAll),
			]
		: [];

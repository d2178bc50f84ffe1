import { figure } from '../finding';
import type { LeadsCreated, LeadsReturned, NodeResults } from '../results';

type Row = readonly string[];

const createRow = (name: string, one: LeadsCreated): Row => [
	name,
	...[one.leads, one.arrived, one.requests, one.seconds, one.cpuSeconds].map(figure),
	`${figure(one.startMegabytes)} MB`,
	`${figure(one.peakMegabytes)} MB`,
];

const pageRows = ({ pages }: LeadsReturned): readonly Row[] =>
	pages.map(({ page, besideRowsMegabytes }) => [
		`page ${figure(page)}`,
		`${figure(besideRowsMegabytes)} MB`,
	]);

/** The tables of what the AmoCRM node did. */
export function nodeRows(node: NodeResults | undefined): readonly (readonly Row[])[] {
	if (!node) return [];
	const { create, createWithoutLimit, returnAll } = node;
	return [
		[
			['creating leads', 'leads', 'arrived', 'requests', 's', 'CPU s', 'memory before', 'peak'],
			createRow('a request an item, 7 requests/s', create.naive),
			createRow('AmoCRM node, 7 requests/s', create.ours),
			createRow('a request an item, no limit', createWithoutLimit.naive),
			createRow('AmoCRM node, no limit', createWithoutLimit.ours),
		],
		[
			['Return All', 'leads', 'rows', 'requests', 's', '1,000 rows', 'memory before', 'peak'],
			[
				'AmoCRM node, 7 requests/s',
				...[returnAll.leads, returnAll.rows, returnAll.requests, returnAll.seconds].map(figure),
				`${figure(returnAll.rowMegabytesPer1000)} MB`,
				`${figure(returnAll.startMegabytes)} MB`,
				`${figure(returnAll.peakMegabytes)} MB`,
			],
		],
		[['Return All, memory beside the rows', ''], ...pageRows(returnAll)],
	];
}

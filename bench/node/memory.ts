import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { INodeExecutionData } from 'n8n-workflow';
import type { PageMemory, ReturnAllMemory } from './job';

const megabyte = 1024 ** 2;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is in use, without what could be collected. */
export function usedMegabytes(): number {
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return (heapUsed + external) / megabyte;
}

type Rows = readonly INodeExecutionData[];

/** Looks at the memory while rows come page by page, and at what the rows were of it. */
export async function watchPages(
	read: (answered: () => void) => Promise<Rows>,
	pagesPerSample: number,
): Promise<{ readonly items: number; readonly memory: ReturnAllMemory }> {
	const pages: PageMemory[] = [];
	let page = 0;
	const kept: { rows: Rows } = { rows: [] };
	kept.rows = await read(() => {
		page += 1;
		if (page % pagesPerSample === 0) pages.push({ page, usedMegabytes: usedMegabytes() });
	});
	const withRowsMegabytes = usedMegabytes();
	const items = kept.rows.length;
	kept.rows = [];
	return { items, memory: { pages, withRowsMegabytes, withoutRowsMegabytes: usedMegabytes() } };
}

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
	const answered = () => {
		page += 1;
		if (page % pagesPerSample === 0) pages.push({ page, usedMegabytes: usedMegabytes() });
	};
	// A function of its own: the rows would live on in the frame that awaited them.
	const withRows = async (): Promise<{ readonly items: number; readonly used: number }> => {
		const rows = await read(answered);
		const used = usedMegabytes();
		return { items: rows.length, used };
	};
	const { items, used } = await withRows();
	// What the promises of the run still hold goes with this turn.
	await new Promise((resolve) => setImmediate(resolve));
	const memory = { pages, withRowsMegabytes: used, withoutRowsMegabytes: usedMegabytes() };
	return { items, memory };
}

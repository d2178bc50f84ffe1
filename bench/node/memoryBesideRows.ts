import type { ReturnAllMemory } from './job';

export interface MemoryBesideRows {
	/** What 1,000 rows took, the items around them included. */
	readonly rowMegabytesPer1000: number;
	/** What was in use beside the rows that had come, in the order of the pages. */
	readonly pages: ReadonlyArray<{ readonly page: number; readonly besideRowsMegabytes: number }>;
}

/**
 * n8n takes all items of a node at once, so the rows stay in memory until the run ends. What they take is
 * what becomes free when they are let go; the rest is what the node itself needed for a page.
 */
export function memoryBesideRows(
	{ pages, withRowsMegabytes, withoutRowsMegabytes }: ReturnAllMemory,
	rows: number,
	rowsPerPage: number,
): MemoryBesideRows {
	const perRow = (withRowsMegabytes - withoutRowsMegabytes) / Math.max(1, rows);
	return {
		rowMegabytesPer1000: perRow * 1000,
		pages: pages.map(({ page, usedMegabytes }) => ({
			page,
			besideRowsMegabytes: usedMegabytes - perRow * (page - 1) * rowsPerPage,
		})),
	};
}

import { findingsOf } from '../findings';
import { render } from '../render';
import type { LeadsCreated, NodeResults } from '../results';
import { memoryBesideRows } from './memoryBesideRows';

const created = (over: Partial<LeadsCreated>): LeadsCreated => ({
	leads: 10_000,
	arrived: 10_000,
	requests: 10_000,
	seconds: 40,
	cpuSeconds: 10,
	startMegabytes: 100,
	peakMegabytes: 300,
	...over,
});

const node: NodeResults = {
	create: {
		naive: created({ leads: 100, arrived: 90, requests: 100, seconds: 14 }),
		ours: created({ requests: 200, seconds: 35 }),
	},
	createWithoutLimit: {
		naive: created({}),
		ours: created({ requests: 200, cpuSeconds: 1, peakMegabytes: 150 }),
	},
	returnAll: {
		leads: 100_000,
		rows: 100_000,
		requests: 400,
		seconds: 60,
		startMegabytes: 100,
		peakMegabytes: 250,
		rowMegabytesPer1000: 0.5,
		pages: [
			{ page: 40, besideRowsMegabytes: 30 },
			{ page: 400, besideRowsMegabytes: 36 },
		],
	},
};

const named = (from: NodeResults, what: string) => {
	const found = findingsOf({ node: from }).find((one) => one.what === what);
	if (!found) throw new Error(`no finding "${what}"`);
	return found;
};

describe('findings about the AmoCRM node', () => {
	it('scale the smaller number of naive leads, and say so', () => {
		expect(named(node, 'API requests for 10,000 new leads')).toMatchObject({
			value: 50,
			met: true,
			from: '200 beside 10,000 requests (scaled from 100 leads)',
		});
		expect(named(node, "10,000 new leads under amoCRM's 7 requests/s")).toMatchObject({
			value: 40,
			from: '35 beside 1,400 s (scaled from 100 leads)',
		});
	});

	it('compare CPU and memory of as many leads on both sides', () => {
		expect(named(node, 'CPU for 10,000 new leads').value).toBe(10);
		expect(named(node, 'peak memory, 10,000 new leads').value).toBe(2);
	});

	it('hold the memory beside the rows to what it was at the first look', () => {
		const what = 'Return All, memory beside the rows at page 400';
		expect(named(node, what)).toMatchObject({ value: 1.2, met: true });
		const pages = [
			{ page: 40, besideRowsMegabytes: 30 },
			{ page: 400, besideRowsMegabytes: 37 },
		];
		expect(named({ ...node, returnAll: { ...node.returnAll, pages } }, what).met).toBe(false);
	});

	it('call a lead that is missing a target not met', () => {
		const { create, returnAll } = node;
		const lossy: NodeResults = {
			...node,
			create: { ...create, ours: { ...create.ours, arrived: 9_999 } },
			returnAll: { ...returnAll, rows: 99_999 },
		};
		const lost = 'items of ours that became no lead';
		expect(named(node, lost)).toMatchObject({ value: 0, met: true });
		expect(named(lossy, lost)).toMatchObject({ value: 1, met: false });
		expect(named(lossy, 'leads that Return All left out')).toMatchObject({ value: 1, met: false });
	});

	it('stand in the report with their tables', () => {
		const text = render(findingsOf({ node }), { node });
		expect(text).toMatch(/a request an item, 7 requests\/s +100 +90 +100 +14 /);
		expect(text).toMatch(/Return All.*\n.*100,000 +100,000 +400 +60 +0\.5 MB/);
		expect(text).toMatch(/page 400 +36 MB/);
	});
});

it('takes for the memory of rows what becomes free with them', () => {
	const memory = {
		pages: [
			{ page: 1, usedMegabytes: 30 },
			{ page: 5, usedMegabytes: 40 },
		],
		withRowsMegabytes: 48,
		withoutRowsMegabytes: 28,
	};
	expect(memoryBesideRows(memory, 2000, 250)).toEqual({
		rowMegabytesPer1000: 10,
		pages: [
			{ page: 1, besideRowsMegabytes: 30 },
			{ page: 5, besideRowsMegabytes: 30 },
		],
	});
});

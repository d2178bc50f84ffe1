import fc from 'fast-check';
import { readOptions, sections } from './args';
import { findingsOf } from './findings';
import { leadStatusBody } from './load/leadStatusBody';
import { percentile } from './measure/percentile';
import { parseStat, treeOf } from './measure/processTree';
import { chunks } from './queues/contender';
import { render, table } from './render';
import type { Answers, EndToEnd, Results } from './results';
import { answersOfBoth, endToEndOfBoth } from './twice';
import { readWebhook } from '../src/webhook/readWebhook';

const answers = (over: Partial<Answers>): Answers => ({
	perSecond: 10,
	p50Ms: 100,
	p99Ms: 200,
	answered: 1000,
	lost: 0,
	failed: 0,
	peakMegabytes: 300,
	...over,
});

const endToEnd = (over: Partial<EndToEnd>): EndToEnd => ({
	events: 100,
	arrived: 100,
	seconds: 10,
	eventsPerSecond: 10,
	apiRequestsPer1000: 2000,
	cpuMsPerEvent: { n8n: 50, postgres: 10 },
	statementsPerEvent: 30,
	...over,
});

const results: Results = {
	answers: {
		naive: answers({}),
		naiveWithOurSettings: answers({ perSecond: 20 }),
		trigger: answers({ perSecond: 240, p99Ms: 500 }),
		triggerStoring: answers({ perSecond: 250, p99Ms: 499 }),
		receiver: answers({ perSecond: 5000 }),
	},
	endToEnd: {
		naive: endToEnd({}),
		naiveWithLimit: endToEnd({ arrived: 25 }),
		ours: endToEnd({
			eventsPerSecond: 200,
			apiRequestsPer1000: 8,
			cpuMsPerEvent: { n8n: 2, postgres: 1 },
		}),
		oursBehindReceiver: endToEnd({ eventsPerSecond: 199 }),
	},
};

const named = (from: Results, what: string) => {
	const found = findingsOf(from).find((one) => one.what === what);
	if (!found) throw new Error(`no finding "${what}"`);
	return found;
};

describe('findings', () => {
	it('hold each ratio against its target, the bounds as they are worded', () => {
		expect(named(results, 'answers, trigger (workflow at work)')).toMatchObject({
			value: 24,
			met: false,
		});
		expect(named(results, 'answers, trigger (workflow waiting)')).toMatchObject({
			value: 25,
			met: true,
		});
		expect(named(results, 'answers, receiver')).toMatchObject({ value: 500, met: true });
		expect(named(results, 'p99, trigger (workflow at work)').met).toBe(false);
		expect(named(results, 'p99, trigger (workflow waiting)').met).toBe(true);
		expect(named(results, 'end to end, the trigger answers')).toMatchObject({
			value: 20,
			met: true,
		});
		expect(named(results, 'end to end, behind the receiver').met).toBe(false);
		expect(named(results, 'API requests per 1,000 events')).toMatchObject({ value: 8, met: true });
		expect(named(results, 'CPU per event').value).toBe(20);
	});

	it('call an answered event that PostgreSQL does not hold a target not met', () => {
		const { answers: all } = results;
		if (!all) throw new Error('answers are missing');
		const lossy: Results = { answers: { ...all, receiver: answers({ lost: 1 }) } };
		expect(named(lossy, 'answered by us, not in PostgreSQL')).toMatchObject({
			value: 1,
			met: false,
		});
	});

	it('say nothing about what was not measured', () => {
		expect(findingsOf({})).toEqual([]);
		expect(findingsOf({ queues: [] })).toEqual([]);
	});

	it('appear in the report with figures, targets and verdicts', () => {
		const text = render(findingsOf(results), results);
		expect(text).toMatch(
			/answers, trigger \(workflow at work\) +24x +>= 25 +NOT MET +240 beside 10 answers\/s/,
		);
		expect(text).toMatch(/naive, 7 requests\/s +100 +25 /);
	});
});

describe('percentile', () => {
	it('is the smallest value that the share of all values does not exceed', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer(), { minLength: 1 }),
				fc.integer({ min: 1, max: 100 }),
				(values, percent) => {
					const found = percentile(values, percent / 100);
					const upTo = values.filter((value) => value <= found).length;
					const under = values.filter((value) => value < found).length;
					const needed = Math.ceil((percent / 100) * values.length);
					return values.includes(found) && upTo >= needed && under < needed;
				},
			),
		);
	});

	it('of nothing is not a number', () => {
		expect(percentile([], 0.5)).toBeNaN();
	});
});

describe('process tree', () => {
	it('reads a line of /proc whose program name has blanks and brackets', () => {
		const line = '42 (node (x) y) S 7 42 42 0 -1 4194304 1 2 3 4 100 20 3 4 20 0 11 0 5';
		expect(parseStat(line)).toEqual({ pid: 42, parent: 7, ticks: 127 });
	});

	it('takes children of children and leaves strangers', () => {
		const all = [
			[1, 0],
			[2, 1],
			[3, 2],
			[4, 0],
		].map(([pid = 0, parent = 0]) => ({ pid, parent, ticks: 1 }));
		expect(treeOf(1, all).map(({ pid }) => pid)).toEqual([1, 2, 3]);
		expect(treeOf(9, all)).toEqual([]);
	});
});

describe('arguments', () => {
	it('ask for everything unless sections are named', () => {
		expect([...readOptions([]).only]).toEqual([...sections]);
		expect([...readOptions(['--only', 'queues, answers']).only]).toEqual(['queues', 'answers']);
		expect(readOptions(['--quick', '--json', '-'])).toMatchObject({ quick: true, json: '-' });
	});

	it.each([[['--only', 'answer']], [['--fast']], [['queues']]])('refuse %j', (args) => {
		expect(() => readOptions(args)).toThrow();
	});
});

it('pads all columns to their widest cell', () => {
	expect(
		table([
			['a', 'bb'],
			['ccc', 'd'],
		]),
	).toBe('a    bb\nccc   d');
});

it('cuts a list into chunks without losing any of it', () => {
	expect(chunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
	expect(chunks([], 2)).toEqual([]);
});

it('sends bodies that the trigger reads as one event of the lead, each one new', () => {
	const endpoint = {
		queue: 'q',
		account: { accountId: 31_000_001, userId: 1 },
		bodyLimitBytes: 10_000,
		dedupeWindowSeconds: 60,
		events: [],
		pipelines: [],
		statuses: [],
		ignoreOwnChanges: false,
	};
	const read = (serial: number) => {
		const body = Buffer.from(leadStatusBody(12_345, serial));
		expect(body.length).toBeGreaterThan(1000);
		expect(body.length).toBeLessThan(1500);
		return readWebhook(body, {}, endpoint).delivery?.events ?? [];
	};
	const [first, second] = [read(1), read(2)];
	expect(first).toHaveLength(1);
	expect(first[0]?.event).toMatchObject({
		event: 'lead.status',
		id: 12_345,
		data: { price: 1 },
	});
	expect(second[0]?.identity).not.toBe(first[0]?.identity);
});

describe('two runs of one load', () => {
	it('have the mean rate of both, and lose what either lost', () => {
		const both = answersOfBoth(
			answers({ perSecond: 10, p99Ms: null, lost: 1 }),
			answers({ perSecond: 14, p99Ms: 300, peakMegabytes: 500 }),
		);
		expect(both).toEqual(
			answers({ perSecond: 12, p99Ms: 300, lost: 1, answered: 2000, peakMegabytes: 500 }),
		);
	});

	it('take as long as both, end to end', () => {
		const both = endToEndOfBoth(
			endToEnd({ seconds: 10 }),
			endToEnd({ seconds: 30, cpuMsPerEvent: { n8n: 70, postgres: 20 } }),
		);
		expect(both).toEqual(
			endToEnd({
				...{ events: 200, arrived: 200, seconds: 40, eventsPerSecond: 5 },
				cpuMsPerEvent: { n8n: 60, postgres: 15 },
			}),
		);
	});
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { argued } from '../shapes/argued';
import { recordedCalls } from '../shapes/calls';
import { differences } from '../shapes/difference';
import { excused } from '../shapes/excused';
import { perform } from '../shapes/perform';
import type { RecordedCall } from '../shapes/recordedCall';
import { apiFixture } from '../support/amoCrmScript';
import { testSandbox, type TestSandbox } from '../support/sandbox';

/** Every recorded body of amoCRM against the sandbox: keys and JSON types, never values. */
let box: TestSandbox;

beforeAll(async () => {
	box = await testSandbox();
});

afterAll(() => box.sandbox.close());

const recorded = readdirSync(join(__dirname, '../fixtures/api'))
	.filter((name) => name.endsWith('.json'))
	.map((name) => name.replace(/\.json$/, ''));

const named = (names: ReadonlyArray<string | undefined>) =>
	new Set(names.filter((name) => name !== undefined));

const compared = named(recordedCalls.map(({ answer }) => answer));
const sent = named(
	recordedCalls.filter(({ status }) => status < 300).map(({ request }) => request),
);
const arguedFor = (name: string): readonly string[] =>
	argued.flatMap(({ of }) => of[name] ?? []).sort();
const differing = new Set(argued.flatMap(({ of }) => Object.keys(of)));

const title = ({ call, request, answer }: RecordedCall): string =>
	[call, request && `takes ${request}`, answer && `answers as ${answer}`].filter(Boolean).join(' ');

describe('what the sandbox takes and answers has the recorded keys and types', () => {
	it.each(recordedCalls.map((one) => [title(one), one] as const))('%s', async (_title, one) => {
		const { status, answer } = await perform(box, one);

		expect({ status, ...(status === one.status ? {} : { answer }) }).toEqual({
			status: one.status,
		});
		if (one.answer === undefined) return;
		const here = one.read ? one.read(answer) : answer;
		expect(differences(apiFixture(one.answer), here)).toEqual(arguedFor(one.answer));
	});
});

describe(`of ${recorded.length} recorded bodies`, () => {
	const identical = compared.size - differing.size;

	it(`${compared.size} are answers: ${identical} identical, ${differing.size} with arguments`, () => {
		expect([...differing].filter((name) => !compared.has(name))).toEqual([]);
	});

	it(`${sent.size} are requests, which the sandbox accepts`, () => {
		expect([...sent].filter((name) => compared.has(name))).toEqual([]);
	});

	it(`${Object.keys(excused).length} are excused, and none is left out or stands twice`, () => {
		const placed = [...compared, ...sent, ...Object.keys(excused)];
		expect(placed.sort()).toEqual([...recorded].sort());
	});
});

import { askLater, type Outcome } from './askLater';
import type { Suggestion } from './suggestions';

const pauseMs = 250;

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
});

/** Questions that the test answers when and in which order it wants. */
function open() {
	const questions: Array<{
		readonly query: string;
		readonly answer: (suggestions: readonly Suggestion[]) => void;
		readonly refuse: (reason: unknown) => void;
	}> = [];
	const told: Outcome[] = [];
	const asking = askLater(
		(query) =>
			new Promise((answer, refuse) => {
				questions.push({ query, answer, refuse });
			}),
		(outcome) => told.push(outcome),
	);
	return { asking, questions, told };
}

const settle = () => jest.advanceTimersByTimeAsync(pauseMs);
const named = (value: string): readonly Suggestion[] => [{ value }];

it('asks once, for the last text, when typing pauses', async () => {
	const { asking, questions } = open();
	for (const text of ['мос', 'моск', ' москва ']) {
		asking.type(text);
		await jest.advanceTimersByTimeAsync(pauseMs - 1);
	}
	expect(questions).toEqual([]);
	await settle();
	expect(questions.map(({ query }) => query)).toEqual(['москва']);
});

it('asks for three characters and more; fewer take the list away at once', async () => {
	const { asking, questions, told } = open();
	asking.type('мо ');
	await settle();
	expect(questions).toEqual([]);
	expect(told).toEqual([{ kind: 'idle' }]);
});

it('an answer that is overtaken is not told', async () => {
	const { asking, questions, told } = open();
	asking.type('первый');
	await settle();
	asking.type('второй');
	await settle();
	questions[1]?.answer(named('второй'));
	await settle();
	questions[0]?.answer(named('первый'));
	await settle();
	expect(told).toEqual([{ kind: 'found', suggestions: named('второй') }]);
});

it('a failure is told with its reason, once it is that of the last question', async () => {
	const { asking, questions, told } = open();
	asking.type('первый');
	await settle();
	questions[0]?.refuse('reason');
	await settle();
	expect(told).toEqual([{ kind: 'failed', reason: 'reason' }]);
});

it('after stop nothing is asked and nothing told', async () => {
	const { asking, questions, told } = open();
	asking.type('первый');
	await settle();
	asking.type('второй');
	asking.stop();
	questions[0]?.answer(named('первый'));
	await settle();
	expect(questions).toHaveLength(1);
	expect(told).toEqual([]);
});

import { close, emptyList, offer, press, type ListState } from './listState';

const three = offer([{ value: 'а' }, { value: 'б' }, { value: 'в' }]);

/** The state after these keys, `Alt+` in front where it is held. */
const after = (state: ListState, ...keys: readonly string[]): ListState =>
	keys.reduce((at, key) => press(at, key.replace('Alt+', ''), key.startsWith('Alt+')).state, state);

const down = 'ArrowDown';
const up = 'ArrowUp';

it('a list that comes is open and chooses nothing by itself', () => {
	expect(three).toMatchObject({ isOpen: true, active: null });
	expect(offer([])).toEqual(emptyList);
	expect(press(three, 'Enter', false).chosen).toBeUndefined();
});

it('the arrows go through the rows and the field, round and round', () => {
	const places = (key: string) =>
		[1, 2, 3, 4, 5].map((times) => after(three, ...Array<string>(times).fill(key)).active);
	expect(places(down)).toEqual([0, 1, 2, null, 0]);
	expect(places(up)).toEqual([2, 1, 0, null, 2]);
});

it('Enter chooses the row that the keyboard is on, and only then is ours', () => {
	const onSecond = after(three, down, down);
	expect(press(onSecond, 'Enter', false)).toEqual({
		state: emptyList,
		isOurs: true,
		chosen: { value: 'б' },
	});
	expect(press(three, 'Enter', false)).toMatchObject({ isOurs: false, state: { isOpen: false } });
	expect(press(close(onSecond), 'Enter', false)).toMatchObject({ isOurs: false });
});

it('Escape closes the list first, and is the card’s own the second time', () => {
	const first = press(after(three, down), 'Escape', false);
	expect(first).toMatchObject({ isOurs: true, state: { isOpen: false, active: null } });
	expect(press(first.state, 'Escape', false).isOurs).toBe(false);
});

it('a closed list opens again with an arrow, at the end that the arrow leads to', () => {
	expect(after(close(three), down)).toMatchObject({ isOpen: true, active: 0 });
	expect(after(close(three), up)).toMatchObject({ isOpen: true, active: 2 });
	expect(after(close(three), `Alt+${down}`)).toMatchObject({ isOpen: true, active: null });
	expect(after(three, `Alt+${up}`)).toMatchObject({ isOpen: false });
});

it('Tab closes without choosing and goes on to the next field', () => {
	const left = press(after(three, down), 'Tab', false);
	expect(left).toMatchObject({ isOurs: false, state: { isOpen: false, active: null } });
	expect(left.chosen).toBeUndefined();
});

it.each(['a', 'Home', 'End', 'ArrowLeft', 'Backspace', 'Shift'])(
	'%s stays with the field',
	(key) => {
		const at = after(three, down);
		expect(press(at, key, false)).toEqual({ state: at, isOurs: false });
	},
);

it.each([down, up, 'Escape', 'Enter', 'Tab'])('without suggestions %s is not ours', (key) => {
	expect(press(emptyList, key, false)).toEqual({ state: emptyList, isOurs: false });
});

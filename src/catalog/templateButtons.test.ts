import { templateButtons } from './templateButtons';

const wireOf = (value: unknown) => templateButtons.convert(value, { timezone: 'UTC' });

it('sends what the editor collects and what an expression gives in the same form', () => {
	const buttons = [
		{ type: 'inline', text: 'Yes' },
		{ type: 'url', text: 'More', url: 'https://example.com' },
	];
	expect(wireOf({ values: buttons })).toEqual(buttons);
	expect(wireOf(buttons)).toEqual(buttons);
});

it('sends no list as null, which removes the buttons', () => {
	expect(wireOf({})).toBeNull();
	expect(wireOf([])).toBeNull();
});

it('leaves out the URL of a button that has none', () => {
	expect(wireOf([{ text: 'Yes', type: 'inline', url: 'https://example.com' }])).toEqual([
		{ type: 'inline', text: 'Yes' },
	]);
});

it('names a button that lacks something', () => {
	expect(() => wireOf([{ text: '' }])).toThrow('is not a button with a text');
	expect(() => wireOf([{ text: 'More', type: 'url' }])).toThrow('is not a button with a URL');
	expect(() => wireOf([{ text: 'More', type: 'link' }])).toThrow(
		'"link" is not one of inline, url',
	);
});

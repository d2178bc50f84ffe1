import { readSuggestions } from './suggestions';

it('takes the values and leaves out what is no suggestion', () => {
	const suggestions = [{ value: 'г Москва', data: { x: 1 } }, null, 5, { value: 7 }, {}];
	expect(readSuggestions({ suggestions })).toEqual([{ value: 'г Москва' }]);
	expect(readSuggestions({ suggestions: [] })).toEqual([]);
});

it.each([undefined, null, 'text', {}, { suggestions: {} }, { error: 'no' }])(
	'%j is no answer',
	(answer) => {
		expect(() => readSuggestions(answer)).toThrow('no suggestions');
	},
);

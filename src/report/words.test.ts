import { createWords, leadNoun } from './words';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const russian = createWords('ru', 'RUB');
const english = createWords('en', null);

test.each([
	[0, '0 сделок'],
	[1, '1 сделка'],
	[2, '2 сделки'],
	[5, '5 сделок'],
	[11, '11 сделок'],
	[21, '21 сделка'],
	[1_112, '1 112 сделок'],
])('%d leads in Russian', (count, text) => {
	expect(plain(russian.count(count, leadNoun))).toBe(text);
});

test('one lead, several leads in English', () => {
	expect([1, 2].map((count) => english.count(count, leadNoun))).toEqual(['1 lead', '2 leads']);
});

test('amounts have the currency that was given, and none that was not', () => {
	expect(plain(russian.money(1_234_567.89))).toBe('1 234 568 ₽');
	expect(english.money(1_234_567.89)).toBe('1,234,568');
	expect(plain(russian.compactMoney(0))).toBe('0 ₽');
});

test.each([
	[0.4, '0 min'],
	[59, '59 min'],
	[90, '1.5 h'],
	[1_440, '1 d'],
	[3_600, '2.5 d'],
])('%d minutes', (minutes, text) => {
	expect(english.duration(minutes)).toBe(text);
});

test('months and days are those of the text, whatever the time zone of the machine', () => {
	expect(russian.month('2026-03-01')).toBe('март 2026');
	expect(english.day('2026-12-31')).toBe('31 December 2026');
	expect(english.day('2026-12-31 23:59')).toBe('31 December 2026');
});

test('values are filled in once: a name in braces is no place for another', () => {
	const texts = { ru: '{a} и {b}', en: '{a} and {b}' };
	expect(english.say(texts, { a: '{b}', b: '$&' })).toBe('{b} and $&');
});

test('a text that is no currency is refused', () => {
	expect(() => createWords('ru', 'рубль')).toThrow(RangeError);
});

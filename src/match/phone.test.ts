import { nationalDigits, phoneDigits } from './phone';

it.each([
	'+79991234567',
	'8 (999) 123-45-67',
	'7 999 123 45 67',
	'999-123-45-67',
	' (+7) 999.123.45.67',
	'tel:+7-999-123-45-67',
	'+7 999 123-45-67 доб. 12',
	'8 999 123 45 67, 3',
	'00 7 999 123 45 67',
])('%s is the number 79991234567', (text) => {
	expect(phoneDigits(text)).toBe('79991234567');
});

it.each([
	['+81 3 1234 5678 9', '81312345678' + '9'],
	['+81 3 1234 567', '8131234567'],
	['+8 999 123 45 67', '89991234567'],
	['+1 (555) 123-4567', '15551234567'],
	['555 123 4567', '5551234567'],
	['+998 90 123 45 67', '998901234567'],
	['112233', '112233'],
])('%s keeps the digits of its country', (text, digits) => {
	expect(phoneDigits(text)).toBe(digits);
});

it.each(['', '-', 'Anna', '1234', 'доб. 12345'])('%j is no phone', (text) => {
	expect(phoneDigits(text)).toBe('');
});

it('is searched for without the prefix that people write in three ways', () => {
	expect(nationalDigits('79991234567')).toBe('9991234567');
	expect(nationalDigits('15551234567')).toBe('15551234567');
});

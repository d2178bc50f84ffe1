/** What people write after a number: `доб. 12`, `#12`, `,12`, `ext 12`. */
const extension = /[\p{L}#;,].*$/su;

/**
 * The digits of a phone, with the country: `8 (999) 123-45-67`, `+79991234567` and `999 123 45 67` are
 * all `79991234567`. Other countries' numbers are taken as they are, for a leading 8 or 9 is theirs only
 * after a plus. Empty where there are too few digits for a phone.
 */
export function phoneDigits(text: string): string {
	const number = text.trim().replace(/^tel:/i, '').replace(extension, '');
	const isInternational = /^[\s(]*(?:\+|00)/.test(number);
	const digits = number.replace(/\D/g, '').replace(/^00/, '');
	if (digits.length < 5) return '';
	if (isInternational) return digits;
	if (digits.length === 11 && digits.startsWith('8')) return `7${digits.slice(1)}`;
	if (digits.length === 10 && digits.startsWith('9')) return `7${digits}`;
	return digits;
}

const isRussian = (digits: string): boolean => digits.length === 11 && digits.startsWith('7');

/** What `+7`, `8` and no prefix have in common: amoCRM searches for text, not for numbers. */
export const nationalDigits = (digits: string): string =>
	isRussian(digits) ? digits.slice(1) : digits;

/** How numbers, times and names of one report are written. */
export const languages = ['ru', 'en'] as const;

export type Language = (typeof languages)[number];

/** A text in every language. */
export type Texts<T = string> = Readonly<Record<Language, T>>;

/** The forms of a noun after 1, 2 and 5: сделка, сделки, сделок; English has two. */
export type Noun = Texts<readonly [one: string, few: string, many: string]>;

export interface Words {
	readonly language: Language;
	readonly number: (value: number) => string;
	/** With the currency, if one was given. */
	readonly money: (value: number) => string;
	/** Short, for axes and labels: 1,2 млн. */
	readonly compact: (value: number) => string;
	readonly compactMoney: (value: number) => string;
	/** Of 100. */
	readonly percent: (value: number) => string;
	/** Of a date `2026-03-01`: март 2026. */
	readonly month: (date: string) => string;
	readonly shortMonth: (date: string) => string;
	readonly day: (date: string) => string;
	readonly shortDay: (date: string) => string;
	readonly days: (value: number) => string;
	/** From minutes: 25 min, 3 h, 2 d. */
	readonly duration: (minutes: number) => string;
	readonly count: (value: number, noun: Noun) => string;
	/** One of its texts, `{name}` filled in. */
	readonly say: (texts: Texts, values?: Readonly<Record<string, string>>) => string;
}

const locales: Texts = { ru: 'ru-RU', en: 'en-GB' };
const units: Texts<readonly [minutes: string, hours: string, days: string]> = {
	ru: ['мин', 'ч', 'дн'],
	en: ['min', 'h', 'd'],
};

/** Noon, so that no time zone makes another day of it. */
const timeOf = (date: string): Date => new Date(`${date.slice(0, 10)}T12:00:00Z`);

function fill(text: string, values: Readonly<Record<string, string>>): string {
	return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

const formIndex: Readonly<Partial<Record<Intl.LDMLPluralRule, 0 | 1 | 2>>> = { one: 0, few: 1 };

/** Throws a RangeError for a currency that is no ISO 4217 code. */
export function createWords(language: Language, currency: string | null): Words {
	const locale = locales[language];
	const numbers = (options: Intl.NumberFormatOptions) =>
		new Intl.NumberFormat(locale, { maximumFractionDigits: 1, ...options }).format;
	const dates = (options: Intl.DateTimeFormatOptions) => {
		const { format } = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
		return (date: string) => format(timeOf(date)).replace(/\s*г\.$/, '');
	};
	const money: Intl.NumberFormatOptions = {
		maximumFractionDigits: 0,
		...(currency ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } : {}),
	};
	const short: Intl.NumberFormatOptions = { notation: 'compact', maximumFractionDigits: 1 };
	const number = numbers({});
	const plural = new Intl.PluralRules(locale);
	const [minute, hour, day] = units[language];
	return {
		language,
		number,
		money: numbers(money),
		compact: numbers(short),
		compactMoney: numbers({ ...money, ...short, minimumFractionDigits: 0 }),
		percent: (value) => numbers({ style: 'percent' })(value / 100),
		month: dates({ month: 'long', year: 'numeric' }),
		shortMonth: dates({ month: 'short', year: '2-digit' }),
		day: dates({ day: 'numeric', month: 'long', year: 'numeric' }),
		shortDay: dates({ day: '2-digit', month: '2-digit' }),
		days: (value) => `${number(value)} ${day}`,
		duration(minutes) {
			if (minutes < 60) return `${numbers({ maximumFractionDigits: 0 })(minutes)} ${minute}`;
			return minutes < 1440
				? `${number(minutes / 60)} ${hour}`
				: `${number(minutes / 1440)} ${day}`;
		},
		count: (value, noun) =>
			`${number(value)} ${noun[language][formIndex[plural.select(value)] ?? 2]}`,
		say: (texts, values = {}) => fill(texts[language], values),
	};
}

export const leadNoun: Noun = {
	ru: ['сделка', 'сделки', 'сделок'],
	en: ['lead', 'leads', 'leads'],
};

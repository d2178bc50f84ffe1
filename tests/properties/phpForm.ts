import type { WireObject, WireValue } from '../../src/events/types';

/** One `key=value` of a form; the first member of the path is the name before the brackets. */
export interface Pair {
	readonly path: readonly string[];
	readonly text: string;
}

const hexadecimal = (byte: number): string =>
	`%${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** PHP's `urlencode`: everything but letters, digits and `-_.` as bytes, a space as `+`. */
const urlencode = (text: string): string =>
	[...Buffer.from(text, 'utf8')]
		.map((byte) => {
			const character = String.fromCharCode(byte);
			if (/[A-Za-z0-9_.-]/.test(character)) return character;
			return character === ' ' ? '+' : hexadecimal(byte);
		})
		.join('');

/** What no sender can leave out without changing the meaning. */
const onlySyntax = (text: string): string => text.replace(/[%&=+[\]]/g, urlencode);

interface Style {
	readonly escape: (text: string) => string;
	readonly open: string;
	readonly close: string;
}

/** The same pairs as different senders write them: all of these mean the same to PHP. */
export const styles = {
	'http_build_query of PHP': { escape: urlencode, open: '%5B', close: '%5D' },
	'brackets as they are, as amoCRM sends them': { escape: urlencode, open: '[', close: ']' },
	'escapes in small letters': {
		escape: (text) => urlencode(text).replace(/%../g, (escape) => escape.toLowerCase()),
		open: '%5b',
		close: '%5d',
	},
	'a space as %20': {
		escape: (text) => urlencode(text).replaceAll('+', '%20'),
		open: '%5B',
		close: ']',
	},
	'each byte escaped': {
		escape: (text) => [...Buffer.from(text, 'utf8')].map(hexadecimal).join(''),
		open: '%5B',
		close: '%5D',
	},
	'raw UTF-8': { escape: onlySyntax, open: '[', close: ']' },
} as const satisfies Readonly<Record<string, Style>>;

export type StyleName = keyof typeof styles;

/** `http_build_query` of one member: nothing for an empty array, an index for each member of a list. */
function pairsBelow(path: readonly string[], value: WireValue): Pair[] {
	if (typeof value === 'string') return [{ path, text: value }];
	return Object.entries(value).flatMap(([key, member]) => pairsBelow([...path, key], member));
}

export const pairsOf = (body: WireObject): readonly Pair[] =>
	Object.entries(body).flatMap(([name, value]) => pairsBelow([name], value));

export function encodePair({ path, text }: Pair, style: StyleName): string {
	const { escape, open, close } = styles[style];
	const [name = '', ...members] = path;
	const brackets = members.map((member) => `${open}${escape(member)}${close}`).join('');
	return `${escape(name)}${brackets}=${escape(text)}`;
}

export const encodePairs = (pairs: readonly Pair[], style: StyleName): string =>
	pairs.map((pair) => encodePair(pair, style)).join('&');

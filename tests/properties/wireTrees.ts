import fc from 'fast-check';
import type { WireObject, WireValue } from '../../src/events/types';

/** Names that break code which trusts them, beside those of amoCRM. */
export const awkwardNames = [
	'__proto__',
	'constructor',
	'prototype',
	'toString',
	'hasOwnProperty',
	'valueOf',
	'length',
	'a.b',
	'a b',
	'имя',
	'😀',
	'\0',
	'&=+%',
	'%5B%5D',
	'0',
	'1',
	'2',
	'01',
	'-1',
	'1e3',
	'999999999999999',
	'1000000000000000',
	'9007199254740993',
] as const;

const amoCrmNames = ['id', 'add', 'update', 'leads', 'custom_fields', 'values', 'account'] as const;

/** A member's name: no brackets, which a form cannot express, and not empty, which means "append". */
export const memberName = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom(...amoCrmNames) },
	{ weight: 3, arbitrary: fc.constantFrom(...awkwardNames) },
	{ weight: 2, arbitrary: fc.nat(4).map(String) },
	fc
		.string({ unit: 'binary', minLength: 1, maxLength: 12 })
		.map((text) => text.replace(/[[\]]/g, ''))
		.filter((text) => text !== ''),
);

export const leafText = fc.oneof(
	{ weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
	{ weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
	fc.constantFrom('', ' ', '+', '%', '%4', '%ZZ', '\0', '\uFFFD', '0', '-0', '1e400', '🏳️‍🌈'),
);

/** PHP has one kind of array; a form's decoder calls it a list when its keys are 0..n-1. */
function listed(members: ReadonlyMap<string, WireValue>): WireValue {
	const inOrder = Array.from({ length: members.size }, (_member, at) => members.get(String(at)));
	const isList = inOrder.every((member): member is WireValue => member !== undefined);
	return isList ? inOrder : Object.fromEntries(members);
}

const members = <T>(value: fc.Arbitrary<T>, minLength: number, maxLength: number) =>
	fc
		.uniqueArray(fc.tuple(memberName, value), { minLength, maxLength, selector: ([key]) => key })
		.map((entries) => new Map(entries));

const { value } = fc.letrec<{ value: WireValue }>((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		leafText,
		fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
		members(tie('value'), 1, 4).map(listed),
	),
}));

/** A chain of members down to the deepest level that is still read as one. */
const chain = fc
	.tuple(fc.array(memberName, { minLength: 20, maxLength: 61 }), leafText)
	.map(([names, text]) =>
		names.reduceRight<WireValue>((below, name) => listed(new Map([[name, below]])), text),
	);

/** Any body that `http_build_query` can make. */
export const body: fc.Arbitrary<WireObject> = members(
	fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: chain }),
	0,
	5,
).map((entries): WireObject => Object.fromEntries(entries));

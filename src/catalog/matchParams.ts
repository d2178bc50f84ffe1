import { matchFieldLabel } from './matchField';
import { batchOptions, responsibleUserId } from './entityParams';
import type { Param, Params } from './param';
import { list, options, placed, required, text } from './params';

/** What Find or Create and Create or Update ask for: by which value an entity is known. */

const ways = {
	email: { name: 'Email', description: 'Without regard to case' },
	field: { name: 'Custom Field', description: 'Text of a field, such as the ID in another system' },
	name: { name: 'Name', description: 'The whole name' },
	phone: {
		name: 'Phone',
		description: 'Without regard to punctuation; +7 and 8 are the same',
	},
} as const;

/** Read by the run. What must be sent of it depends on what is found. */
const unsent = (param: Param): Param => placed(param, () => ({}));

const matchParams = (names: ReadonlyArray<keyof typeof ways>, initial: string): Params => ({
	matchBy: unsent(
		options(
			'Match By',
			'What makes two of them the same',
			names
				.map((value) => ({ ...ways[value], value }))
				.sort((a, b) => a.name.localeCompare(b.name, 'en')),
			initial,
		),
	),
	matchField: {
		...unsent(
			text(matchFieldLabel, 'Name of the custom field, its code or its ID', 'e.g. Order Number'),
		),
		shownFor: { matchBy: ['field'] },
	},
	matchValue: unsent(
		required(
			text(
				'Match Value',
				'The phone, email, name or text to look for; a new one gets it',
				'e.g. +79991234567',
			),
		),
	),
});

/** Contacts and companies. */
export const matchPerson: Params = matchParams(['email', 'field', 'name', 'phone'], 'phone');
export const matchLead: Params = matchParams(['field', 'name'], 'field');

export const upsertFields: Params = {
	responsibleUserId,
	// Not `_embedded.tags`, which would take the present ones away.
	tags: placed(
		list('Tags', 'Tags by name, beside the present ones; new ones are made', 'e.g. vip, 2025'),
		(names) => ({ tags_to_add: (names as readonly string[]).map((name) => ({ name })) }),
	),
};

export const matchOptions: Params = {
	...batchOptions,
	severalMatches: options(
		'Several Matches',
		'What becomes of an item whose value several entities have',
		[
			{ name: 'Error', value: 'error', description: 'The item fails and changes nothing' },
			{
				name: 'Take the Oldest',
				value: 'oldest',
				description: 'The entity that was created first',
			},
		],
		'oldest',
	),
};

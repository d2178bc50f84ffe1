import type { Param, Params } from './param';
import { rowsForm, rowsOf } from './rowsForm';
import { isEmpty, section } from './section';

/**
 * A list of objects with the same members. n8n fills a row with the defaults of all of them, so members
 * that are empty are not sent.
 */
export const rows = (label: string, doc: string, rowName: string, members: Params): Param => ({
	label,
	doc,
	isRequired: false,
	property: rowsForm(
		rowName,
		Object.entries(members).map(([name, member]) => ({
			displayName: member.label,
			name,
			...member.property,
			description: member.doc,
		})),
	),
	convert: (value, context) => {
		const given = rowsOf(label, value, 'a list') ?? [];
		return given.map((row) => section(members, row, context, isEmpty));
	},
});

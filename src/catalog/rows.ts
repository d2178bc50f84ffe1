import { invalid, type Param, type Params } from './param';
import { isEmpty, section } from './section';

/**
 * A list of objects with the same members. n8n fills a row with the defaults of all of them, so members
 * that are empty are not sent.
 */
export const rows = (label: string, doc: string, rowName: string, members: Params): Param => ({
	label,
	doc,
	isRequired: false,
	property: {
		type: 'fixedCollection',
		default: {},
		placeholder: `Add ${rowName}`,
		typeOptions: { multipleValues: true },
		options: [
			{
				displayName: rowName,
				name: 'values',
				values: Object.entries(members).map(([name, member]) => ({
					displayName: member.label,
					name,
					...member.property,
					description: member.doc,
				})),
			},
		],
	},
	convert: (value, context) => {
		const given = Array.isArray(value) ? value : (value as { values?: unknown } | null)?.values;
		if (given === undefined) return [];
		if (!Array.isArray(given)) throw invalid(label, value, 'a list');
		return given.map((row) => section(members, row, context, isEmpty));
	},
});

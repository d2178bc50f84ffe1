import type { FieldType, ResourceMapperField } from 'n8n-workflow';
import { ambiguousIds, portableName, withId, type AccountField } from './accountField';

/**
 * All else is a text field: several choices with commas, a name, an ID or JSON. As `array` or `object` n8n
 * would show a code editor that takes JSON only and marks an empty value as wrong.
 */
const types: Readonly<Record<string, FieldType>> = {
	birthday: 'dateTime',
	category: 'options',
	chained_list: 'array',
	checkbox: 'boolean',
	date: 'dateTime',
	date_time: 'dateTime',
	items: 'array',
	monetary: 'number',
	numeric: 'number',
	price: 'number',
	radiobutton: 'options',
	select: 'options',
};

/** By label, so that the workflow works in another account; by id where labels are alike. */
const choices = ({ choices: all }: AccountField) =>
	all.map(({ id, value }) => {
		const isOne = all.filter((one) => one.value === value).length === 1;
		return { name: isOne ? value : `${value} (${id})`, value: isOne ? value : String(id) };
	});

/** The columns of n8n's form, in the order of the account; without what amoCRM computes. */
export function mapperFields(fields: readonly AccountField[]): ResourceMapperField[] {
	const ambiguous = ambiguousIds(fields);
	return fields
		.filter(({ isComputed }) => !isComputed)
		.map((field) => {
			const type = types[field.type] ?? 'string';
			return {
				id: portableName(field, fields),
				displayName: ambiguous.has(field.id) ? withId(field) : field.name,
				type,
				required: false,
				defaultMatch: false,
				canBeUsedToMatch: false,
				display: true,
				...(type === 'options' ? { options: choices(field) } : {}),
			};
		});
}

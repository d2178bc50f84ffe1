import type { FieldType, ResourceMapperField } from 'n8n-workflow';
import { ambiguousIds, portableName, withId, type AccountField } from './accountField';

const types: Readonly<Record<string, FieldType>> = {
	birthday: 'dateTime',
	category: 'options',
	chained_list: 'array',
	checkbox: 'boolean',
	date: 'dateTime',
	date_time: 'dateTime',
	file: 'object',
	items: 'array',
	legal_entity: 'object',
	linked_entity: 'object',
	monetary: 'number',
	multiselect: 'array',
	numeric: 'number',
	payer: 'object',
	price: 'number',
	radiobutton: 'options',
	select: 'options',
	smart_address: 'object',
	supplier: 'object',
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

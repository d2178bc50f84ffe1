import type { FieldType, ResourceMapperField } from 'n8n-workflow';
import { ambiguousIds, portableName, withId, type AccountField } from './accountField';
import { dateTypes, numberTypes, oneChoiceTypes } from './fieldKinds';

/**
 * All else is a text field: several choices with commas, a name, an ID or JSON. As `array` or `object` n8n
 * would show a code editor that takes JSON only and marks an empty value as wrong.
 */
function formOf(type: string): FieldType {
	if (dateTypes.has(type)) return 'dateTime';
	if (numberTypes.has(type)) return 'number';
	if (oneChoiceTypes.has(type)) return 'options';
	if (type === 'checkbox') return 'boolean';
	return type === 'chained_list' || type === 'items' ? 'array' : 'string';
}

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
			const type = formOf(field.type);
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

import { invalid, type Param } from './param';
import { rowsForm } from './rowsForm';
import { isWireObject, type WireObject, type WireValue } from './wire';

const label = 'Choices';

/** Text is a new choice; an object is one in the form of the API, with `id` when it is there already. */
function choice(given: unknown, position: number): WireObject {
	if (typeof given === 'string') return { value: given, sort: position };
	if (!isWireObject(given) || given['value'] === undefined || given['value'] === '') {
		throw invalid(label, given, 'a choice, such as {value: "Website"}');
	}
	const { id, code, ...rest } = given;
	const known = id === undefined || id === '' || id === 0 ? {} : { id: Number(id) };
	if (Number.isNaN(known.id)) throw invalid(label, id, 'the id of a choice');
	return {
		...known,
		...(code === undefined || code === '' ? {} : { code }),
		sort: position,
		...rest,
	};
}

/** `enums` of a field: the whole list, in its order. amoCRM deletes the choices that are not in it. */
export const fieldChoices: Param = {
	label,
	doc: 'The choices of a select, multiselect or radio button in their order; on update the list replaces the present one, and a choice without an ID is a new one',
	isRequired: false,
	property: {
		...rowsForm('Choice', [
			{
				displayName: 'Code',
				name: 'code',
				type: 'string',
				default: '',
				placeholder: 'e.g. website',
				description: 'A name of the choice for programs',
			},
			{
				displayName: 'ID',
				name: 'id',
				type: 'string',
				default: '',
				placeholder: 'e.g. 12345',
				description: 'ID of a choice that exists; without it, values of entities lose it',
			},
			{
				displayName: 'Value',
				name: 'value',
				type: 'string',
				default: '',
				placeholder: 'e.g. Website',
				description: 'What users choose',
			},
		]),
		typeOptions: { multipleValues: true, sortable: true },
	},
	convert: (value): WireValue => {
		if (Array.isArray(value)) return value.map(choice);
		const rows = (value as { values?: unknown } | null)?.values ?? [];
		if (!Array.isArray(rows)) throw invalid(label, value, 'a list of choices');
		return rows.length > 0 ? rows.map(choice) : null;
	},
	// A form without rows says nothing: sent as an empty list it would delete every choice.
	place: (enums) => (enums === null ? {} : { enums }),
};

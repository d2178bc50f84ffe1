import { invalid, type Param } from './param';
import { rowsForm } from './rowsForm';
import { isWireObject, type WireObject, type WireValue } from './wire';

const label = 'Buttons';
const types = ['inline', 'url'];

/** A URL of a button that only has text is what the editor kept from before. */
function buttonFrom(row: WireValue): WireObject {
	const { type = 'inline', text, url } = isWireObject(row) ? row : {};
	if (typeof type !== 'string' || !types.includes(type)) {
		throw invalid(label, type, `one of ${types.join(', ')}`);
	}
	if (typeof text !== 'string' || text === '') throw invalid(label, row, 'a button with a text');
	if (type === 'inline') return { type, text };
	if (typeof url !== 'string' || url === '') throw invalid(label, row, 'a button with a URL');
	return { type, text, url };
}

/** `buttons` of a chat template; none is null. */
export const templateButtons: Param = {
	label,
	doc: 'Buttons below the message; on update they replace the present ones',
	isRequired: false,
	property: rowsForm('Button', [
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			default: '',
			description: 'What stands on the button',
		},
		{
			displayName: 'Type',
			name: 'type',
			type: 'options',
			options: [
				{ name: 'Answer', value: 'inline', description: 'Sends its text as the answer' },
				{ name: 'Link', value: 'url', description: 'Opens the URL' },
			],
			default: 'inline',
			description: 'What the button does',
		},
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			displayOptions: { show: { type: ['url'] } },
			description: 'Address that the button opens',
		},
	]),
	convert: (value) => {
		const rows = isWireObject(value) ? (value['values'] ?? []) : value;
		if (!Array.isArray(rows)) throw invalid(label, value, 'a list of buttons');
		return rows.length > 0 ? rows.map(buttonFrom) : null;
	},
};

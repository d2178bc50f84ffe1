import type { Param, Params } from './param';
import { list, number, options, placed, required, text } from './params';

/** What a note says, by its type; everything but the type itself travels under `params`. */

const types = [
	{ name: 'Cashier Message', value: 'message_cashier' },
	{ name: 'Extended Service Message', value: 'extended_service_message' },
	{ name: 'File', value: 'attachment' },
	{ name: 'Geolocation', value: 'geolocation' },
	{ name: 'Incoming Call', value: 'call_in' },
	{ name: 'Incoming SMS', value: 'sms_in' },
	{ name: 'Outgoing Call', value: 'call_out' },
	{ name: 'Outgoing SMS', value: 'sms_out' },
	{ name: 'Service Message', value: 'service_message' },
	{ name: 'Text', value: 'common' },
] as const;

/** amoCRM itself writes further types (chats, mails, payments), which can be read only. */
export const noteType = options(
	'Note Type',
	'What the note is; the type decides which of the fields it needs',
	types,
	'common',
);

/** Without a default: a call that is sent as a text by oversight would become one. */
export const presentNoteType: Param = required({
	...noteType,
	doc: 'What the note is; amoCRM wants it together with the text',
	property: { ...noteType.property, default: '' },
});

export const noteTypeFilter = list(
	'Note Types',
	'Only notes of these types',
	'e.g. common, call_in, call_out',
);

const inParams = (name: string, param: Param): Param =>
	placed(param, (value) => ({ params: { [name]: value } }));

export const noteText = inParams(
	'text',
	text('Text', 'Up to 20,000 characters; calls and files have none', 'e.g. Wants an offer'),
);

/** amoCRM's numbers, in the order of its interface. */
const callStatus = options(
	'Call Status',
	'How the call went (calls)',
	[
		{ name: 'Absent', value: '3' },
		{ name: 'Busy', value: '7' },
		{ name: 'Call Back Later', value: '2' },
		{ name: 'Left Message', value: '1' },
		{ name: 'No Answer', value: '6' },
		{ name: 'Talked', value: '4' },
		{ name: 'Wrong Number', value: '5' },
	],
	'4',
);

export const noteFields: Params = {
	address: inParams('address', text('Address', 'Where (geolocation)')),
	callResponsible: inParams(
		'call_responsible',
		text('Call Responsible', 'Name or user ID of who had the call (calls)'),
	),
	callResult: inParams('call_result', text('Call Result', 'What came of the call (calls)')),
	callStatus: placed(callStatus, (value) => ({ params: { call_status: Number(value) } })),
	cashierStatus: inParams(
		'status',
		options(
			'Cashier Status',
			'What became of the message (cashier message)',
			['Canceled', 'Created', 'Shown'].map((name) => ({ name, value: name.toLowerCase() })),
			'created',
		),
	),
	duration: inParams('duration', number('Duration', 'Length in seconds (calls)')),
	fileName: inParams('file_name', text('File Name', 'Name of the file (file)')),
	fileUuid: inParams('file_uuid', text('File UUID', 'ID of the file in the file service (file)')),
	latitude: inParams('latitude', text('Latitude', 'In degrees (geolocation)')),
	link: inParams('link', text('Link', 'Address of the recording (calls)')),
	longitude: inParams('longitude', text('Longitude', 'In degrees (geolocation)')),
	phone: inParams('phone', text('Phone', 'Number of the other side (calls, SMS)')),
	service: inParams('service', text('Service', 'Who speaks (service messages)', 'e.g. Billing')),
	source: inParams('source', text('Source', 'The telephony (calls)', 'e.g. onlinePBX')),
	uniq: inParams('uniq', text('Unique ID', 'ID of the call in the telephony (calls)')),
	versionUuid: inParams('version_uuid', text('Version UUID', 'Version of the file (file)')),
};

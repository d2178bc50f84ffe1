import { operation, resource } from '../define';
import { batchOptions } from '../entityParams';
import type { Param } from '../param';
import { choice, dateTime, number, options, placed, required, text } from '../params';
import { batch } from '../runs';

/** A user's id, a phone number or a name: amoCRM finds the user by any of them. */
const callResponsible: Param = {
	...text(
		'Call Handled By',
		'ID, phone number or name of the user: of an incoming call who was called, of an outgoing one who called',
		'e.g. 504141',
	),
	// Nine digits and fewer are an id; amoCRM takes ids as numbers.
	convert: (value) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : String(value)),
};

export const call = resource({
	name: 'call',
	label: 'Call',
	doc: 'Phone calls, which amoCRM puts into the card that has the number',
	operations: {
		create: operation({
			route: 'POST /api/v4/calls',
			label: 'Create',
			action: 'Create a call',
			doc: 'Add the call of each item to the lead, customer, contact or company that its number leads to; an item whose number nobody has fails',
			run: batch('calls'),
			params: {
				direction: options(
					'Direction',
					'Who called whom',
					[
						{ name: 'Inbound', value: 'inbound' },
						{ name: 'Outbound', value: 'outbound' },
					],
					'inbound',
				),
				phone: required(
					text(
						'Phone',
						'Number of the other side, found by its last 10 digits',
						'e.g. +79991234567',
					),
				),
				duration: required(number('Duration', 'Length of the call in seconds')),
				source: required(
					text('Source', 'Name of the telephony, shown with the call', 'e.g. my_pbx'),
				),
			},
			fields: {
				callResponsible,
				callResult: text('Result', 'Outcome of the call in words'),
				callStatus: placed(
					options(
						'Status',
						'Outcome of the call',
						[
							{ name: 'Busy', value: '7' },
							{ name: 'Call Back Later', value: '2' },
							{ name: 'Left a Message', value: '1' },
							{ name: 'No Answer', value: '6' },
							{ name: 'Not There', value: '3' },
							{ name: 'Talked', value: '4' },
							{ name: 'Wrong Number', value: '5' },
						],
						'4',
					),
					(status) => ({ call_status: Number(status) }),
				),
				createdAt: dateTime('Created At', 'When the call took place'),
				createdBy: choice('Created By User', 'getUsers'),
				link: text('Recording', 'Address of the recording', 'e.g. https://example.com/audio.mp3'),
				responsibleUserId: choice('Responsible User', 'getUsers'),
				uniq: text('Unique ID', 'ID of the call in the telephony'),
			},
			options: batchOptions,
		}),
	},
});

import type { Param, Params } from './param';
import { choice, number, options, placed, required, text } from './params';
import { rows } from './rows';
import type { WireObject, WireValue } from './wire';

/** The only ones that amoCRM takes; it has no names for them. */
const colors = [
	...['#fffeb2', '#fffd7f', '#fff000', '#ffeab2', '#ffdc7f', '#ffce5a', '#ffdbdb', '#ffc8c8'],
	...['#ff8f92', '#d6eaff', '#c1e0ff', '#98cbff', '#ebffb1', '#deff81', '#87f2c0', '#f9deff'],
	...['#f3beff', '#ccc8f9', '#eb93ff', '#f2f3f4', '#e6e8ea'],
].sort((a, b) => a.localeCompare(b, 'en'));

const color = options(
	'Color',
	'One of the colors that amoCRM has for statuses',
	colors.map((value) => ({ name: value, value })),
	'#d6eaff',
);

/** Of the pipeline that is chosen beside it. */
export const statusId = required(choice('Status', 'getStatuses', ['pipelineId']));

export const statusFields: Params = {
	color,
	descriptions: rows(
		'Descriptions',
		'What to do with a lead in this status, for users of each level',
		'Description',
		{
			level: options(
				'Level',
				'Whom the description is for',
				[
					{ name: 'Candidate', value: 'candidate' },
					{ name: 'Master', value: 'master' },
					{ name: 'Newbie', value: 'newbie' },
				],
				'newbie',
			),
			description: text('Description', 'At most 1,000 characters'),
			id: placed(
				text(
					'Description ID',
					'ID of a description that there is: to change it or, without a text, to delete it',
				),
				(id) => ({ id: Number(id) }),
			),
		},
	),
	sort: number('Sort', 'Position among the statuses; amoCRM numbers them anew'),
};

const row = (status: WireValue, position: number): WireObject => {
	const { id, name, ...model } = status as WireObject;
	const named: WireObject = name === undefined ? {} : { name };
	// Won and lost have their place and their color for good.
	if (id !== undefined) return { id, ...named };
	return { ...named, sort: 10 * (position + 1), ...model };
};

/** What a new pipeline begins with: stages in this order, and other names for won and lost. */
export const firstStatuses: Param = placed(
	required(
		rows('Statuses', 'The statuses of the pipeline, in their order', 'Status', {
			name: text('Name', 'Name of the status'),
			color,
			id: placed(
				options(
					'Kind',
					'A stage, or the name of a status that every pipeline has',
					[
						{ name: 'Lost', value: '143' },
						{ name: 'Stage', value: '' },
						{ name: 'Won', value: '142' },
					],
					'',
				),
				(id) => ({ id: Number(id) }),
			),
		}),
	),
	(statuses) => ({ _embedded: { statuses: (statuses as readonly WireValue[]).map(row) } }),
);

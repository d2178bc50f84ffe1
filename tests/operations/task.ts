import type { OperationCase, SceneCall } from './operationCase';
import { contacts, curlLeadId, integrationUserId, newId, personUserId, unknownId } from './seeded';

/** 2025-06-01, 12:00 in the time zone of the workflow. */
const due = { text: '2025-06-01T12:00:00', seconds: 1_748_768_400 };
const onLead = { entity_type: 'leads', entity_id: curlLeadId };
const made = (tasks: readonly object[]): SceneCall => ({
	path: '/api/v4/tasks',
	body: tasks.map((task) => ({ complete_till: due.seconds, ...task })),
});
/** The log of events numbers its entries elsewhere: the two tasks get the first two ids. */
const two = made([
	{ text: 'Call back', ...onLead, task_type_id: 2 },
	{ text: 'Send the offer', responsible_user_id: personUserId },
]);
const [first, second] = [newId(1), newId(2)];

export const taskCases: readonly OperationCase[] = [
	{
		title: 'sends all items in one request, with times in seconds',
		operation: 'create',
		items: [{ what: 'Call back' }, { what: 'Send the offer' }],
		parameters: ({ what }) => ({
			text: what,
			completeTill: due.text,
			additionalFields: { entityType: 'leads', entityId: curlLeadId, taskTypeId: 2, duration: 0 },
		}),
		requests: [
			{
				route: 'POST /api/v4/tasks',
				body: ['Call back', 'Send the offer'].map((text, position) => ({
					text,
					complete_till: due.seconds,
					...onLead,
					task_type_id: 2,
					duration: 0,
					request_id: String(position),
				})),
				answer: 'tasks__POST_tasks__response',
			},
		],
		output: [{ id: first }, { id: second }],
	},
	{
		title: 'says what is wrong before anything is sent',
		operation: 'create',
		parameters: { text: 'Call back', completeTill: '' },
		requests: [],
		output: [],
		error: 'Complete Till is empty',
	},
	{
		title:
			'goes on without the tasks of an unknown lead and an unknown type, with Continue On Fail',
		operation: 'create',
		continueOnFail: true,
		items: [
			{ its: curlLeadId, type: 1 },
			{ its: unknownId, type: 3 },
		],
		parameters: ({ its, type }) => ({
			text: 'A',
			completeTill: due.text,
			additionalFields: { entityType: 'leads', entityId: its, taskTypeId: type },
		}),
		requests: [
			{
				route: 'POST /api/v4/tasks',
				body: [
					{ entity_id: curlLeadId, task_type_id: 1, request_id: '0' },
					{ entity_id: unknownId, task_type_id: 3, request_id: '1' },
				].map((one) => ({ text: 'A', complete_till: due.seconds, entity_type: 'leads', ...one })),
			},
			{
				route: 'POST /api/v4/tasks',
				body: [
					{ text: 'A', complete_till: due.seconds, ...onLead, task_type_id: 1, request_id: '0' },
				],
			},
		],
		output: [
			{ id: first },
			{
				error:
					'amoCRM did not accept the data: task_type_id: The value you selected is not a valid choice. (NotSupportedChoice); entity_id: The value you selected is not a valid choice. (NotSupportedChoice) (HTTP 400). Correct the named fields. Custom fields, statuses, pipelines and users are given by the ids of this account.',
			},
		],
	},
	{
		title: 'gives a task without a result',
		operation: 'get',
		scene: [two],
		parameters: { id: first },
		requests: [
			{
				route: `GET /api/v4/tasks/${first}`,
				answer: 'tasks__GET_tasks__response',
				unlike: [/^\._/],
			},
		],
		output: [
			{
				id: first,
				...onLead,
				text: 'Call back',
				complete_till: due.seconds,
				is_completed: false,
				result: [],
				responsible_user_id: integrationUserId,
			},
		],
	},
	{
		title: 'fails for a task that amoCRM answers with 204',
		operation: 'get',
		parameters: { id: unknownId },
		requests: [{ route: `GET /api/v4/tasks/${unknownId}` }],
		output: [],
		error: 'amoCRM has no such task',
	},
	{
		title: 'filters by user, entity, type and what is not done',
		operation: 'getAll',
		scene: [
			two,
			{
				method: 'PATCH',
				path: `/api/v4/tasks/${first}`,
				body: { is_completed: true, result: { text: 'Done' } },
			},
			made([{ text: 'Visit', ...onLead, task_type_id: 2 }]),
		],
		parameters: {
			sort: 'complete_till:desc',
			filters: {
				entityId: curlLeadId,
				entityType: 'leads',
				isCompleted: false,
				responsibleUserId: [integrationUserId],
				taskType: [2],
				updatedFrom: '2025-01-01T03:00:00',
			},
		},
		requests: [
			{
				route: 'GET /api/v4/tasks',
				query: [
					'order[complete_till]=desc',
					`filter[entity_id][]=${curlLeadId}&filter[entity_type]=leads`,
					'filter[is_completed]=0',
					`filter[responsible_user_id][]=${integrationUserId}`,
					'filter[task_type][]=2',
					'filter[updated_at][from]=1735689600',
					'page=1&limit=50',
				].join('&'),
				answer: 'tasks__GET_tasks__response',
			},
		],
		output: [{ id: newId(3), text: 'Visit' }],
	},
	{
		title: 'follows the pages up to the limit',
		operation: 'getAll',
		scene: [made(Array.from({ length: 250 }, (_task, i) => ({ text: `T${i}` }))), two],
		parameters: { limit: 252 },
		requests: [
			{ route: 'GET /api/v4/tasks', query: 'page=1&limit=250' },
			{ route: 'GET /api/v4/tasks', query: 'page=2&limit=250' },
		],
		output: [
			...Array.from({ length: 250 }, (_task, i) => ({ text: `T${i}` })),
			{ text: 'Call back' },
			{ text: 'Send the offer' },
		],
	},
	{
		title: 'filters by the entity alone, of any type',
		operation: 'getAll',
		scene: [two],
		parameters: { filters: { entityId: `${curlLeadId}, ${unknownId}` } },
		requests: [
			{
				route: 'GET /api/v4/tasks',
				query: `filter[entity_id][]=${curlLeadId}&filter[entity_id][]=${unknownId}&page=1&limit=50`,
			},
		],
		output: [{ id: first, text: 'Call back' }],
	},
	{
		title: 'sends the changes of many tasks in one request',
		operation: 'update',
		scene: [two],
		items: [{ its: first }, { its: second }],
		parameters: ({ its }) => ({ id: its, updateFields: { isCompleted: false, text: 'Later' } }),
		requests: [
			{
				route: 'PATCH /api/v4/tasks',
				body: [first, second].map((id, position) => ({
					id,
					is_completed: false,
					text: 'Later',
					request_id: String(position),
				})),
				answer: 'tasks__PATCH_tasks__response',
			},
		],
		output: [{ id: first }, { id: second }],
	},
	{
		title: 'sends the change of one task to its address',
		operation: 'update',
		scene: [two],
		parameters: {
			id: second,
			updateFields: { entityType: 'contacts', entityId: contacts[0].id, completeTill: due.text },
		},
		requests: [
			{
				route: `PATCH /api/v4/tasks/${second}`,
				body: { entity_type: 'contacts', entity_id: contacts[0].id, complete_till: due.seconds },
				answer: 'tasks__PATCH_tasks__response-2',
			},
		],
		output: [{ id: second }],
	},
	{
		title: 'completes one task with its result',
		operation: 'complete',
		scene: [two],
		parameters: { id: first, result: 'Wants an offer' },
		requests: [
			{
				route: `PATCH /api/v4/tasks/${first}`,
				body: { is_completed: true, result: { text: 'Wants an offer' } },
				answer: 'tasks__PATCH_tasks__response-2',
			},
		],
		output: [{ id: first }],
	},
	{
		title: 'completes many tasks in one request, without a result',
		operation: 'complete',
		scene: [two],
		items: [{ its: first }, { its: second }],
		parameters: ({ its }) => ({ id: its }),
		requests: [
			{
				route: 'PATCH /api/v4/tasks',
				body: [first, second].map((id, position) => ({
					id,
					is_completed: true,
					request_id: String(position),
				})),
			},
		],
		output: [{ id: first }, { id: second }],
	},
];

import { leads, newId } from '../../operations/seeded';
import type { RecordedCall } from '../recordedCall';

const [lead, other] = leads;
const task = { text: 'A', complete_till: 1_900_000_000, entity_id: lead.id, entity_type: 'leads' };
const planned = { path: '/api/v4/tasks', body: [task, task, task] };
const done = (n: number, body: object = {}) =>
	({
		method: 'PATCH',
		path: `/api/v4/tasks/${newId(n)}`,
		body: { is_completed: true, ...body },
	}) as const;

const taskCalls: readonly RecordedCall[] = [
	{
		call: 'GET /api/v4/tasks?limit=2',
		status: 200,
		answer: 'tasks__GET_tasks__response',
		scene: [planned],
	},
	{
		call: `GET /api/v4/tasks/${newId(1)}`,
		status: 200,
		answer: 'tasks__GET_tasks_id__response',
		scene: [planned, done(1, { result: { text: 'Результат есть' } })],
	},
	{
		call: 'POST /api/v4/tasks',
		request: 'tasks__POST_tasks__request',
		ids: { 9785993: lead.id },
		status: 200,
		answer: 'tasks__POST_tasks__response',
	},
	{
		call: 'PATCH /api/v4/tasks',
		request: 'tasks__PATCH_tasks__request',
		ids: { 4745251: newId(1), 4747929: newId(2) },
		status: 200,
		answer: 'tasks__PATCH_tasks__response',
		scene: [planned],
	},
	{
		call: `PATCH /api/v4/tasks/${newId(1)}`,
		request: 'tasks__PATCH_tasks__request-2',
		status: 200,
		answer: 'tasks__PATCH_tasks__response-2',
		scene: [planned],
	},
];

const tags = { path: '/api/v4/leads/tags', body: [{ name: 'A', color: 'EBEBEB' }, { name: 'B' }] };

const tagCalls: readonly RecordedCall[] = [
	{
		call: 'GET /api/v4/leads/tags?limit=2',
		status: 200,
		answer: 'tags__GET_entity_type_tags__response',
		scene: [tags],
	},
	{
		call: 'POST /api/v4/leads/tags',
		request: 'tags__POST_entity_type_tags__request',
		status: 200,
		answer: 'tags__POST_entity_type_tags__response',
	},
	{
		call: 'PATCH /api/v4/leads',
		request: 'tags__PATCH_entity_type__request',
		ids: { 167353: lead.id, 167355: other.id, 263807: 100_667 },
		status: 200,
		answer: 'tags__PATCH_entity_type__response',
	},
	{
		call: `PATCH /api/v4/leads/${lead.id}`,
		request: 'tags__PATCH_entity_type__request-2',
		status: 200,
		answer: 'tags__PATCH_entity_type__response-2',
	},
];

export const taskAndTagCalls: readonly RecordedCall[] = [...taskCalls, ...tagCalls];

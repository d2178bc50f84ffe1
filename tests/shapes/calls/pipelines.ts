import { newId, pipelines } from '../../operations/seeded';
import type { RecordedCall } from '../recordedCall';
import { stage } from './places';

const path = '/api/v4/leads/pipelines';
const [main, second] = pipelines;
const statuses = `${path}/${main.id}/statuses`;
const described = {
	method: 'PATCH',
	path: `${statuses}/${stage.id}`,
	body: {
		descriptions: [
			{ level: 'newbie', description: 'A' },
			{ level: 'candidate', description: 'B' },
		],
	},
} as const;

const changed = {
	...described,
	body: {
		descriptions: [
			{ id: newId(1), level: 'newbie', description: 'C' },
			{ level: 'master', description: 'D' },
		],
	},
} as const;
const withoutNewbie = {
	...described,
	body: {
		descriptions: [
			{ level: 'candidate', description: 'B' },
			{ level: 'master', description: 'D' },
		],
	},
} as const;

export const pipelineCalls: readonly RecordedCall[] = [
	{ call: `GET ${path}`, status: 200, answer: 'pipelines__GET_leads_pipelines__response' },
	{
		call: `GET ${path}/${main.id}`,
		status: 200,
		answer: 'pipelines__GET_leads_pipelines_id__response',
	},
	{
		call: `POST ${path}`,
		request: 'pipelines__POST_leads_pipelines__request',
		status: 200,
		answer: 'pipelines__POST_leads_pipelines__response',
	},
	{
		call: `PATCH ${path}/${second.id}`,
		request: 'pipelines__PATCH_leads_pipelines_id__request',
		status: 200,
		answer: 'pipelines__PATCH_leads_pipelines_id__response',
	},
	{
		call: `GET ${statuses}?with=descriptions`,
		status: 200,
		answer: 'pipelines__GET_leads_pipelines_pipeline_id_statuses__response',
		scene: [described, changed],
	},
	{
		call: `GET ${statuses}/${stage.id}?with=descriptions`,
		status: 200,
		answer: 'pipelines__GET_leads_pipelines_pipeline_id_statuses_id__response',
		scene: [described, changed],
	},
	{
		call: `POST ${statuses}`,
		request: 'pipelines__POST_leads_pipelines_pipeline_id_statuses__request',
		status: 200,
		answer: 'pipelines__POST_leads_pipelines_pipeline_id_statuses__response',
	},
	{
		call: `PATCH ${statuses}/${stage.id}`,
		request: 'pipelines__PATCH_leads_pipelines_pipeline_id_statuses_id__request',
		ids: { 497: newId(1), 499: newId(2) },
		status: 200,
		answer: 'pipelines__PATCH_leads_pipelines_pipeline_id_statuses_id__response',
		scene: [withoutNewbie],
	},
];

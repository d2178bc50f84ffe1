import { leads } from '../../operations/seeded';
import type { TestSandbox } from '../../support/sandbox';
import type { RecordedCall } from '../recordedCall';

const [lead] = leads;
const tooMany = async ({ api, control }: TestSandbox) => {
	await control.post('/limit', { requestsPerSecond: 1 });
	await api.get('/account');
	return {};
};

export const refusalCalls: readonly RecordedCall[] = [
	{ call: 'POST /api/v4/leads', body: [], status: 400, answer: '_error_400_empty_body' },
	{
		call: 'POST /api/v4/leads',
		body: [{ custom_fields_values: [{ field_id: 1, values: [{ value: 'x' }] }] }],
		status: 400,
		answer: '_error_400_validation',
	},
	{
		call: 'PATCH /api/v4/leads',
		body: [{ id: lead.id, status_id: 'x' }],
		status: 400,
		answer: '_error_400_validation_invalid_type',
	},
	{
		call: 'GET /api/v4/account',
		headers: { Authorization: 'Bearer none' },
		status: 401,
		answer: '_error_401_ru',
	},
	{
		call: 'GET /api/v4/account',
		headers: { Authorization: 'Bearer none' },
		status: 401,
		answer: '_error_401_kommo',
	},
	{ call: 'GET /api/v4/nothing', status: 404, answer: '_error_404_route' },
	{ call: 'DELETE /api/v4/leads', status: 405, answer: '_error_405' },
	{ call: 'GET /api/v4/leads?limit=251', status: 422, answer: '_error_422_limit' },
	{ call: 'GET /api/v4/account', status: 429, answer: '_error_429', prepare: tooMany },
];

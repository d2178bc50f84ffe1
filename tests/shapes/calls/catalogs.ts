import { newId } from '../../operations/seeded';
import type { RecordedCall } from '../recordedCall';

const path = '/api/v4/catalogs';
const elements = `${path}/4521/elements`;
const invoices = { path, body: [{ name: 'Счета', type: 'invoices' }] };

export const catalogCalls: readonly RecordedCall[] = [
	{ call: `GET ${path}?limit=1`, status: 200, answer: 'catalogs__GET_catalogs__response' },
	{ call: `GET ${path}/4589`, status: 200, answer: 'catalogs__GET_catalogs_id__response' },
	{
		call: `POST ${path}`,
		request: 'catalogs__POST_catalogs__request',
		status: 200,
		answer: 'catalogs__POST_catalogs__response',
	},
	{
		call: `PATCH ${path}/4589`,
		request: 'catalogs__PATCH_catalogs__request',
		status: 200,
		answer: 'catalogs__PATCH_catalogs__response',
	},
	{
		call: `GET ${elements}?limit=1`,
		status: 200,
		answer: 'catalogs__GET_catalogs_catalog_id_elements__response',
	},
	{
		call: `GET ${elements}/525439`,
		status: 200,
		answer: 'catalogs__GET_catalogs_catalog_id_elements_id__response',
	},
	{
		call: `POST ${path}/${newId(1)}/elements`,
		request: 'catalogs__POST_catalogs_catalog_id_elements__request',
		ids: {},
		status: 200,
		answer: 'catalogs__POST_catalogs_catalog_id_elements__response',
		scene: [invoices],
	},
	{
		call: `PATCH ${elements}`,
		request: 'catalogs__PATCH_catalogs_catalog_id_elements__request',
		ids: { 986757: 525_439, 986753: 525_441 },
		status: 200,
		answer: 'catalogs__PATCH_catalogs_catalog_id_elements__response',
	},
];

import { newId } from '../../operations/seeded';
import type { TestSandbox } from '../../support/sandbox';
import type { RecordedCall, Substitutes } from '../recordedCall';

interface InvoiceField {
	readonly id: number;
	readonly code: string;
	readonly enums: ReadonlyArray<{ readonly id: number }> | null;
}

const path = '/api/v4/catalogs';
const elements = `${path}/4521/elements`;
/** A catalog of invoices, with the fields that amoCRM gives it. */
async function invoices({ api }: TestSandbox): Promise<Substitutes> {
	const made = await api.post('/catalogs', [{ name: 'Счета', type: 'invoices' }]);
	const catalog: number = made.data._embedded.catalogs[0].id;
	const { data } = await api.get(`/catalogs/${catalog}/custom_fields`);
	const fields: readonly InvoiceField[] = data._embedded.custom_fields;
	const of = (code: string) => fields.find((field) => field.code === code);
	const statuses = of('BILL_STATUS');
	return {
		catalog,
		1107159: of('PAYER')?.id,
		1107155: statuses?.id,
		1302891: statuses?.enums?.[0]?.id,
		1107157: of('SUPPLIER')?.id,
		1107165: of('ITEMS')?.id,
	};
}

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
		call: `POST ${path}/{catalog}/elements`,
		request: 'catalogs__POST_catalogs_catalog_id_elements__request',
		prepare: invoices,
		status: 200,
		answer: 'catalogs__POST_catalogs_catalog_id_elements__response',
	},
	{
		call: `PATCH ${elements}`,
		request: 'catalogs__PATCH_catalogs_catalog_id_elements__request',
		ids: { 986757: newId(1), 986753: newId(2) },
		status: 200,
		answer: 'catalogs__PATCH_catalogs_catalog_id_elements__response',
		scene: [{ path: elements, body: [{ name: 'A' }, { name: 'B' }] }],
	},
];

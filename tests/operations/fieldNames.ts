import { catalogFields } from '../../sandbox/seed/catalogFields';
import { productsCatalog } from '../../sandbox/seed/catalogs';
import { fieldsOf } from './fieldRequests';
import type { OperationCase } from './operationCase';
import { february, readByNameCases } from './readByName';
import { companies, contacts, leads, newId } from './seeded';

const [lead] = leads;
const [company] = companies;
const [contact] = contacts;
const catalogId = productsCatalog.id;
const product = (code: string) =>
	catalogFields[`catalogs/${catalogId}`]?.find((field) => field.code === code);
const [machines] = product('GROUP')?.settings?.nested ?? [];

const leadCases: readonly OperationCase[] = [
	{
		title: 'takes fields by name, code and ID in three forms, labels, dates, 0 and false included',
		operation: 'create',
		parameters: {
			name: 'Order 15',
			mappedFields: {
				mappingMode: 'defineBelow',
				value: {
					Источник: 'Сайт',
					Услуги: ['Поставка', 'Монтаж'],
					Оплачено: false,
					'Telegram ID': 0,
					Модель: null,
				},
			},
			customFields: {
				values: [
					{ field: 'Дата поставки', value: '2025-02-01' },
					{ field: '752011', value: 'X1' },
				],
			},
			fieldsByName: '{"время встречи": "2025-02-01T12:00:00", "CF_SERIAL": "SN-1"}',
		},
		requests: [
			fieldsOf('leads'),
			{
				route: 'POST /api/v4/leads',
				body: [
					{
						name: 'Order 15',
						custom_fields_values: [
							{ field_id: 752_015, values: [{ enum_id: 461_001 }] },
							{ field_id: 752_017, values: [{ enum_id: 461_011 }, { enum_id: 461_013 }] },
							{ field_id: 752_021, values: [{ value: false }] },
							{ field_id: 752_013, values: [{ value: 0 }] },
							{ field_id: 752_023, values: [{ value: february.first }] },
							{ field_id: 752_011, values: [{ value: 'X1' }] },
							{ field_id: 752_025, values: [{ value: february.noon }] },
							{ field_id: 752_009, values: [{ value: 'SN-1' }] },
						],
						request_id: '0',
					},
				],
			},
		],
		output: [{ id: newId(1) }],
	},
	{
		title: 'names a field that may be meant when one is unknown, and sends nothing',
		operation: 'create',
		parameters: { customFields: { values: [{ field: 'Источнк', value: 'Сайт' }] } },
		requests: [fieldsOf('leads')],
		output: [],
		error:
			'Custom Fields: "Источнк" is no field of leads in this account. Did you mean "Источник"?',
	},
	{
		title: 'names the choices that there are, and goes on with the other items',
		operation: 'create',
		continueOnFail: true,
		items: [{ source: 'Почта' }, { source: 'звонок' }],
		parameters: ({ source }) => ({ fieldsByName: { Источник: source } }),
		requests: [
			fieldsOf('leads'),
			{
				route: 'POST /api/v4/leads',
				body: [
					{
						custom_fields_values: [{ field_id: 752_015, values: [{ enum_id: 461_003 }] }],
						request_id: '0',
					},
				],
			},
		],
		output: [
			{
				error:
					'Fields by Name: Источник: "Почта" is no choice of the field. There are "Сайт", "Звонок", "Telegram"',
			},
			{ id: newId(1) },
		],
	},
	{
		title: 'wants to know which of two fields of one name is meant',
		operation: 'update',
		scene: [{ path: '/api/v4/leads/custom_fields', body: [{ name: 'Модель', type: 'text' }] }],
		parameters: { id: lead.id, fieldsByName: { Модель: 'X1' } },
		requests: [fieldsOf('leads')],
		output: [],
		error: '"Модель" is the name of several fields of leads',
	},
	{
		title: 'writes the contact by the names of contacts, the lead by those of leads',
		operation: 'createComplex',
		parameters: {
			name: 'A',
			contact: { firstName: 'Anna', fieldsByName: { Telegram: '@anna' } },
			fieldsByName: { Оплата: 'Карта' },
		},
		requests: [
			fieldsOf('contacts'),
			fieldsOf('leads'),
			{
				route: 'POST /api/v4/leads/complex',
				body: [
					{
						name: 'A',
						_embedded: {
							contacts: [
								{
									first_name: 'Anna',
									custom_fields_values: [{ field_id: 735_655, values: [{ value: '@anna' }] }],
								},
							],
						},
						custom_fields_values: [{ field_id: 752_019, values: [{ enum_id: 461_023 }] }],
						request_id: '0',
					},
				],
			},
		],
		output: [{ merged: false }],
	},
];

const contactCases: readonly OperationCase[] = [
	{
		title: 'takes phones by their kinds and a birthday by name',
		operation: 'update',
		parameters: {
			id: contact.id,
			fieldsByName: {
				Телефон: { WORK: '+79990000001', MOB: '+79990000002' },
				'День рождения': '1990-01-05',
				Должность: '',
			},
		},
		requests: [
			fieldsOf('contacts'),
			{
				route: `PATCH /api/v4/contacts/${contact.id}`,
				body: {
					custom_fields_values: [
						{
							field_code: 'PHONE',
							values: [
								{ value: '+79990000001', enum_code: 'WORK' },
								{ value: '+79990000002', enum_code: 'MOB' },
							],
						},
						{ field_id: 735_653, values: [{ value: 631_486_800 }] },
						{ field_code: 'POSITION', values: null },
					],
				},
			},
		],
		output: [{ id: contact.id }],
	},
];

const companyCases: readonly OperationCase[] = [
	{
		title: 'takes a field by name that every account has under a code',
		operation: 'update',
		parameters: { id: company.id, fieldsByName: { web: 'https://example.test' } },
		requests: [
			fieldsOf('companies'),
			{
				route: `PATCH /api/v4/companies/${company.id}`,
				body: {
					custom_fields_values: [
						{ field_code: 'WEB', values: [{ value: 'https://example.test' }] },
					],
				},
			},
		],
		output: [{ id: company.id }],
	},
];

const catalogElementCases: readonly OperationCase[] = [
	{
		title: 'takes a category and a price by the names of its catalog',
		operation: 'create',
		parameters: {
			catalogId,
			name: 'Lathe',
			fieldsByName: { Группа: machines?.value, Цена: '10.50' },
		},
		requests: [
			fieldsOf(`catalogs/${catalogId}`),
			{
				route: `POST /api/v4/catalogs/${catalogId}/elements`,
				body: [
					{
						name: 'Lathe',
						custom_fields_values: [
							{ field_id: product('GROUP')?.id, values: [{ enum_id: machines?.id }] },
							{ field_id: product('PRICE')?.id, values: [{ value: '10.50' }] },
						],
						request_id: '0',
					},
				],
			},
		],
		output: [{ id: newId(1), name: 'Lathe' }],
	},
];

const customerCases: readonly OperationCase[] = [
	{
		title: 'takes a field by name',
		operation: 'create',
		parameters: { name: 'A', fieldsByName: { Уровень: 'gold' } },
		requests: [
			fieldsOf('customers'),
			{
				route: 'POST /api/v4/customers',
				body: [
					{
						name: 'A',
						custom_fields_values: [{ field_id: 753_001, values: [{ value: 'gold' }] }],
						request_id: '0',
					},
				],
			},
		],
		output: [{}],
	},
];

const customerSegmentCases: readonly OperationCase[] = [
	{
		title: 'says that segments have no fields in this account',
		operation: 'create',
		parameters: { name: 'Wholesale', fieldsByName: { Уровень: 'gold' } },
		requests: [fieldsOf('customers/segments')],
		output: [],
		error: '"Уровень" is no field of customers/segments in this account',
	},
];

/** Fields by name in what writes, reads and filters them; further cases of these resources. */
export const fieldNameCases = {
	catalogElement: catalogElementCases,
	company: companyCases,
	contact: contactCases,
	customer: customerCases,
	customerSegment: customerSegmentCases,
	lead: [...leadCases, ...readByNameCases],
} as const;

import type { Field, FieldEnum, FieldSettings } from '../field';
import { productsCatalog, regularCatalog } from './catalogs';

interface Row {
	readonly type: string;
	readonly code: string;
	readonly name: string;
	readonly enums?: ReadonlyArray<readonly [code: string, value: string]>;
	readonly nested?: readonly string[];
}

/** What amoCRM gives to a catalog of this type when it is made. */
const predefined: Readonly<Record<string, readonly Row[]>> = {
	products: [
		{ type: 'text', code: 'SKU', name: 'Артикул' },
		{ type: 'textarea', code: 'DESCRIPTION', name: 'Описание' },
		{ type: 'price', code: 'PRICE', name: 'Цена' },
		{ type: 'category', code: 'GROUP', name: 'Группа', nested: ['Станки', 'Оснастка'] },
		{ type: 'text', code: 'EXTERNAL_ID', name: 'External ID' },
		{ type: 'text', code: 'UNIT', name: 'Единица измерения' },
	],
	invoices: [
		{
			type: 'select',
			code: 'BILL_STATUS',
			name: 'Статус',
			enums: [
				['created', 'Создан'],
				['paid', 'Оплачен'],
				['paid_in_advance', 'Оплачен авансом'],
				['partially_paid', 'Частично оплачен'],
			],
		},
		{ type: 'supplier', code: 'SUPPLIER', name: 'Поставщик' },
		{ type: 'payer', code: 'PAYER', name: 'Плательщик' },
		{ type: 'items', code: 'ITEMS', name: 'Позиции счета' },
		{ type: 'date_time', code: 'BILL_PAYMENT_DATE', name: 'Дата оплаты' },
		{ type: 'textarea', code: 'BILL_COMMENT', name: 'Комментарий' },
		{ type: 'numeric', code: 'BILL_PRICE', name: 'Итоговая сумма к оплате' },
	],
};

/** The fields that a new catalog has; the ids come from the account. */
export function predefinedFields(type: string, nextId: () => number): readonly Field[] {
	return (predefined[type] ?? []).map(({ type: fieldType, code, name, enums, nested }, i) => {
		const settings: FieldSettings = {
			is_deletable: false,
			...(nested
				? {
						nested: nested.map((value, sort) => ({ id: nextId(), parent_id: null, value, sort })),
					}
				: {}),
		};
		const choices = enums?.map(
			([enumCode, value], sort): FieldEnum => ({ id: nextId(), value, sort, code: enumCode }),
		);
		return {
			id: nextId(),
			name,
			code,
			type: fieldType,
			sort: 500 + i,
			is_predefined: true,
			enums: choices ?? null,
			settings,
		};
	});
}

/** Ids of their own, so that the entities seeded after them keep theirs. */
export function numbered(first: number): () => number {
	let id = first;
	return () => (id += 2);
}

/** SKU 271207, DESCRIPTION 271209, PRICE 271211, GROUP 271217 with 271213 and 271215. */
export const catalogFields: Readonly<Record<string, readonly Field[]>> = {
	[`catalogs/${productsCatalog.id}`]: predefinedFields('products', numbered(271_205)),
	[`catalogs/${regularCatalog.id}`]: [
		{
			id: 272_001,
			name: 'Адрес',
			code: null,
			type: 'streetaddress',
			sort: 500,
			is_predefined: false,
			enums: null,
		},
	],
	customers: [
		{
			id: 753_001,
			name: 'Уровень',
			code: null,
			type: 'text',
			sort: 500,
			is_predefined: false,
			enums: null,
		},
	],
	'customers/segments': [],
};

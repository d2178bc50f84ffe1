import type { EntityKind } from '../entities';
import type { Field, FieldEnum } from '../field';

interface Extra {
	readonly code?: string;
	readonly enums?: readonly FieldEnum[];
	readonly isPredefined?: boolean;
}

const field = (id: number, sort: number, type: string, name: string, extra: Extra = {}): Field => ({
	id,
	name,
	code: extra.code ?? null,
	type,
	sort,
	is_predefined: extra.isPredefined ?? false,
	enums: extra.enums ?? null,
});

const enums = (firstId: number, values: readonly string[]): readonly FieldEnum[] =>
	values.map((value, i) => ({ id: firstId + 2 * i, value, sort: 10 * (i + 1) }));

/** Multitext values are their own codes: WORK, MOB … */
const codes = (firstId: number, values: readonly string[]): readonly FieldEnum[] =>
	enums(firstId, values).map((item) => ({ ...item, code: item.value }));

const phone = (id: number, firstEnum: number) =>
	field(id, 504, 'multitext', 'Телефон', {
		code: 'PHONE',
		isPredefined: true,
		enums: codes(firstEnum, ['WORK', 'WORKDD', 'MOB', 'FAX', 'HOME', 'OTHER']),
	});

const email = (id: number, firstEnum: number) =>
	field(id, 506, 'multitext', 'Email', {
		code: 'EMAIL',
		isPredefined: true,
		enums: codes(firstEnum, ['WORK', 'PRIV', 'OTHER']),
	});

const utm = (id: number, sort: number, code: string) =>
	field(id, sort, 'tracking_data', code.toLowerCase(), { code, isPredefined: true });

/** One of every common type, so that every layout of a value can be seen. */
export const fields: Readonly<Record<EntityKind, readonly Field[]>> = {
	leads: [
		field(762_381, 501, 'streetaddress', 'Адрес доставки'),
		field(752_009, 502, 'text', 'Серийный номер', { code: 'CF_SERIAL' }),
		field(752_011, 503, 'text', 'Модель', { code: 'CF_MODEL' }),
		field(752_013, 504, 'numeric', 'Telegram ID'),
		field(752_015, 505, 'select', 'Источник', {
			enums: enums(461_001, ['Сайт', 'Звонок', 'Telegram']),
		}),
		field(752_017, 506, 'multiselect', 'Услуги', {
			enums: enums(461_011, ['Поставка', 'Монтаж', 'Сервис']),
		}),
		field(752_019, 507, 'radiobutton', 'Оплата', { enums: enums(461_021, ['Счёт', 'Карта']) }),
		field(752_021, 508, 'checkbox', 'Оплачено'),
		field(752_023, 509, 'date', 'Дата поставки'),
		field(752_025, 510, 'date_time', 'Время встречи'),
		field(752_027, 511, 'url', 'Ссылка на заказ'),
		field(752_029, 512, 'textarea', 'Комментарий'),
		field(752_031, 513, 'monetary', 'Скидка'),
		utm(752_041, 520, 'UTM_SOURCE'),
		utm(752_043, 521, 'UTM_MEDIUM'),
		utm(752_045, 522, 'UTM_CAMPAIGN'),
		utm(752_047, 523, 'UTM_TERM'),
		utm(752_049, 524, 'UTM_CONTENT'),
	],
	contacts: [
		field(735_647, 502, 'text', 'Должность', { code: 'POSITION', isPredefined: true }),
		phone(735_649, 718_321),
		email(735_651, 718_341),
		field(735_653, 508, 'birthday', 'День рождения'),
		field(735_655, 509, 'text', 'Telegram'),
	],
	companies: [
		phone(735_661, 718_361),
		email(735_663, 718_381),
		field(735_665, 508, 'url', 'Web', { code: 'WEB', isPredefined: true }),
		field(735_667, 509, 'textarea', 'Адрес', { code: 'ADDRESS', isPredefined: true }),
	],
	customers: [],
};

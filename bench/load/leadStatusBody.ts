/** The account of the sandbox: another one's events are refused. */
const account = { id: 31_000_001, subdomain: 'sandbox' };
const pipeline = 7_000_001;

const encode = (fields: ReadonlyArray<readonly [string, string | number]>): string =>
	fields.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&');

const lead = (name: string): string => `leads[status][0]${name}`;

/** The shape of `real-2021-leads-status-tags-cf.txt`, without two of its five custom fields. */
const constantPart = encode([
	[lead('[name]'), 'Поставка'],
	[lead('[status_id]'), 142],
	[lead('[old_status_id]'), 143],
	[lead('[responsible_user_id]'), 1_764_433],
	[lead('[last_modified]'), 1_732_000_000],
	[lead('[modified_user_id]'), 1_760_815],
	[lead('[created_user_id]'), 1_764_433],
	[lead('[date_create]'), 1_731_894_221],
	[lead('[pipeline_id]'), pipeline],
	[lead('[account_id]'), account.id],
	[lead('[custom_fields][0][id]'), 752_009],
	[lead('[custom_fields][0][name]'), 'Serial'],
	[lead('[custom_fields][0][values][0][value]'), 'A-1'],
	[lead('[custom_fields][1][id]'), 752_015],
	[lead('[custom_fields][1][name]'), 'Source'],
	[lead('[custom_fields][1][values][0][value]'), 'Google'],
	[lead('[custom_fields][1][values][0][enum]'), 932_073],
	[lead('[created_at]'), 1_731_894_221],
	[lead('[updated_at]'), 1_732_000_000],
	['account[subdomain]', account.subdomain],
	['account[id]', account.id],
	['account[_links][self]', 'https://sandbox.amocrm.ru'],
]);

const idKey = encodeURIComponent(lead('[id]'));
const priceKey = encodeURIComponent(lead('[price]'));

/** A `leads[status]` webhook of about 1.2 KB; `serial` makes it an event of its own. */
export const leadStatusBody = (leadId: number, serial: number): string =>
	`${idKey}=${leadId}&${priceKey}=${serial}&${constantPart}`;

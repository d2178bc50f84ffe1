import fc from 'fast-check';
import { encodePairs } from './phpForm';
import { awkwardNames, leafText } from './wireTrees';

/** What the syntax of a form is made of, and what real senders and attackers put between. */
const fragment = fc.constantFrom(
	...['&', '=', '[', ']', '[]', '%', '%5', '%5B', '%5D', '%00', '%ff', '%ED%A0%80', '%F0%9F', '+'],
	...['leads', 'add', 'update', 'status', 'delete', 'account', 'id', 'custom_fields', 'values'],
	...['[0]', '[1]', '[id]', '[leads]', '[account]', '[note]', '[note][0][note]', '[custom_fields]'],
	...['__proto__', '[__proto__]', '[constructor]', '[prototype]', 'old_', 'old_constructor'],
	...['0', '-1', '9007199254740993', '1e999', '1748268812', '2025-05-26 14:13:32', '{', '\0', 'ё'],
	...['leads[add][0][id]=1&', 'contacts[update][0][type]=company&', 'unsorted[add][0][uid]=x&'],
	...['leads[add][][id]=', 'leads[add][][name]=\0&', 'contacts[add][][id]=%00&'],
);

/** Text that is nearly a body of amoCRM's. */
export const syntaxSoup: fc.Arbitrary<Buffer> = fc
	.array(fragment, { maxLength: 60 })
	.map((parts) => Buffer.from(parts.join(''), 'utf8'));

const root = fc.constantFrom(
	...['leads', 'contacts', 'companies', 'unsorted', 'task', 'talk', 'message', 'account', 'add'],
	...['customers', 'catalogs', 'outgoing_message', 'survey', '__proto__', 'constructor'],
);
const action = fc.constantFrom('add', 'update', 'delete', 'restore', 'status', 'note', 'toString');
const member = fc.oneof(
	fc.constantFrom(
		...['id', 'uid', 'note', 'type', 'element_id', 'element_type', 'author', 'user_id', 'data'],
		...['created_at', 'updated_at', 'date_create', 'timestamp_x', 'last_modified', 'modified_by'],
		...['custom_fields', 'values', 'enum', 'subtype', 'value', 'name', 'linked_leads_id', 'leads'],
		...['old_status_id', 'status_id', 'old_constructor', 'old___proto__', 'old_toString', 'old_'],
		...['price', 'metadata', 'source_data', 'accept_result', 'chat_id', 'subdomain', '0', '1', ''],
	),
	fc.constantFrom(...awkwardNames),
);
const member1To4 = fc.array(member, { minLength: 1, maxLength: 4 });
const amoCrmText = fc.oneof(
	leafText,
	fc.constantFrom(
		...['1', '-5', '12345', '9007199254740993', '1e999', '-0.0', '1748268812', '-99999999999999'],
		...['8640000000001', '253402300800', '-62167219201', '99999999999999', '2025-05-26 14:13:32'],
		...['2025-99-99T', '2025-02-31 00:00:00', '0000-00-00 00:00:00', 'true', 'company', 'leads'],
	),
	fc.integer().map(String),
	fc.double().map(String),
);

/** Bodies with amoCRM's places and names, and in them whatever does not belong there. */
export const nearlyAmoCrm: fc.Arbitrary<Buffer> = fc
	.array(fc.tuple(root, action, fc.constantFrom('0', '1', ''), member1To4, amoCrmText), {
		minLength: 1,
		maxLength: 25,
	})
	.map((pairs) =>
		Buffer.from(
			encodePairs(
				pairs.map(([first, second, index, rest, text]) => ({
					path: first === 'account' ? [first, ...rest] : [first, second, index, ...rest],
					text,
				})),
				'brackets as they are, as amoCRM sends them',
			),
		),
	);

export const anyBytes: fc.Arbitrary<Buffer> = fc
	.uint8Array({ maxLength: 600 })
	.map((bytes) => Buffer.from(bytes));

/** A piece to repeat many times: quadratic code shows when the body grows. */
export const piece: fc.Arbitrary<string> = fc
	.array(fragment, { minLength: 1, maxLength: 6 })
	.map((parts) => parts.join(''));

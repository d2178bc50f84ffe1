import { newAccount } from '../account/account';
import type { Data } from '../data';
import type { Company, Contact, Lead } from '../entities';
import type { FieldEntry } from '../field';
import type { OAuthData } from '../oauth/types';
import { newCatalogs } from './catalogs';
import { catalogFields } from './catalogFields';
import { emptyCustomers, seedCustomers } from './customers';
import { fields } from './fields';
import { seedFiles } from './files';
import { companyName, leadName, person } from './people';
import { lossReasons, lost, pipelines, won } from './pipelines';
import { createRandom } from './random';
import { newSettings } from './settings';
import { integrationUserId, users } from './users';

/** The lead of the documented curl call. */
export const curlLeadId = 12_345;
const leadCount = 30;
const createdFrom = 1_748_260_000;

function contactFields(phone: string, email: string): readonly FieldEntry[] {
	return [
		{ field_id: 735_649, values: [{ value: phone, enum_id: 718_321, enum_code: 'WORK' }] },
		{ field_id: 735_651, values: [{ value: email, enum_id: 718_341, enum_code: 'WORK' }] },
	];
}

const emptyData = (oauth: OAuthData): Data => ({
	lastId: 32_966_269,
	lastDeliveryId: 0,
	lastSubscriptionId: 839_655,
	account: newAccount(31_000_001, 'sandbox', 'Sandbox'),
	users,
	pipelines,
	lossReasons,
	fields: { ...fields, ...catalogFields },
	fieldGroups: {},
	tags: {
		leads: new Map([[100_667, { id: 100_667, name: 'сайт', color: null }]]),
		contacts: new Map(),
		companies: new Map(),
		customers: new Map(),
	},
	catalogs: newCatalogs(),
	leads: new Map(),
	contacts: new Map(),
	companies: new Map(),
	...emptyCustomers(),
	notes: new Map(),
	tasks: new Map(),
	talks: new Map(),
	contactChats: new Map(),
	messages: new Map(),
	unsorted: new Map(),
	files: seedFiles(),
	fileLinks: new Map(),
	unsortedDecisions: [],
	events: [],
	subscriptions: new Map(),
	deliveries: new Map(),
	settings: newSettings(),
	oauth,
});

/** A small account: two pipelines, 31 leads with their contacts and companies. */
export function seed(oauth: OAuthData): Data {
	const data = emptyData(oauth);
	const random = createRandom(20_250_526);
	const nextId = () => (data.lastId += 2);
	const statuses = pipelines.flatMap(({ statuses: all }) => all.filter(({ type }) => type === 0));

	for (let i = 0; i < leadCount + 1; i += 1) {
		const created_at = createdFrom + i * 3600;
		const common = {
			responsible_user_id: users[i % 2]?.id ?? integrationUserId,
			group_id: 0,
			created_by: users[i % 2]?.id ?? integrationUserId,
			updated_by: users[i % 2]?.id ?? integrationUserId,
			created_at,
			updated_at: created_at + 600,
			closest_task_at: null,
			is_deleted: false,
			tags: [],
		};
		const company: Company = {
			...common,
			id: nextId(),
			name: companyName(random, i),
			fields: [{ field_id: 735_665, values: [{ value: `https://company${i}.example.com` }] }],
		};
		const contactId = nextId();
		const { first_name, last_name, phone, email } = person(random, i);
		const contact: Contact = {
			...common,
			id: contactId,
			name: `${first_name} ${last_name}`,
			first_name,
			last_name,
			is_unsorted: false,
			company_id: company.id,
			fields: contactFields(phone, email),
		};
		const isCurlLead = i === leadCount;
		const status = isCurlLead ? statuses.find(({ id }) => id === won) : random.pick(statuses);
		if (!status) throw new Error('the seed has no status 142');
		const isClosed = status.id === won || status.id === lost;
		const id = isCurlLead ? curlLeadId : nextId();
		const lead: Lead = {
			...common,
			id,
			name: leadName(random, id),
			price: 1000 * (1 + random.below(500)),
			status_id: status.id,
			pipeline_id: status.pipeline_id,
			loss_reason_id: status.id === lost ? (lossReasons[0]?.id ?? null) : null,
			source_id: null,
			closed_at: isClosed ? created_at + 600 : null,
			score: null,
			labor_cost: null,
			contacts: [{ id: contact.id, is_main: true }],
			company_id: company.id,
			tags: i % 3 === 0 ? [100_667] : [],
			fields: [
				{ field_id: 752_009, values: [{ value: `SN-${10_000 + i}` }] },
				{ field_id: 752_011, values: [{ value: 'stanok-16k20' }] },
				{ field_id: 752_015, values: [{ value: 'Сайт', enum_id: 461_001, enum_code: null }] },
				{ field_id: 752_023, values: [{ value: created_at - (created_at % 86_400) }] },
			],
		};
		data.companies.set(company.id, company);
		data.contacts.set(contact.id, contact);
		data.leads.set(lead.id, lead);
	}
	seedCustomers(data);
	return data;
}

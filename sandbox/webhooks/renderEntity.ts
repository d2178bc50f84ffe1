import type { Change } from '../changes';
import { entityLabel, type Data } from '../data';
import type { AnyEntity, Company, Contact, EntityKind, Lead } from '../entities';
import { hookFields } from './customFields';
import type { Encodable } from './encode';

const hookTags = (data: Data, kind: EntityKind, { tags }: AnyEntity): Encodable =>
	tags.flatMap((id) => {
		const tag = data.tags[kind].get(id);
		return tag ? [{ id, name: tag.name }] : [];
	});

/** In the order of the fields of a captured body; `price`, unlike others, is sent as 0. */
export function leadBlock(
	data: Data,
	{ action, after, before }: Extract<Change, { kind: 'leads' }>,
): Encodable {
	const { id, status_id, pipeline_id } = after;
	if (action === 'delete') return { id, status_id, pipeline_id };
	const hasMoved = before && (before.status_id !== status_id || before.pipeline_id !== pipeline_id);
	return {
		id,
		name: after.name,
		status_id,
		old_status_id: hasMoved && action !== 'add' ? before.status_id : null,
		price: after.price,
		responsible_user_id: after.responsible_user_id,
		last_modified: after.updated_at,
		modified_user_id: after.updated_by,
		created_user_id: after.created_by,
		date_create: after.created_at,
		pipeline_id,
		tags: hookTags(data, 'leads', after),
		account_id: data.account.id,
		custom_fields: hookFields(data, 'leads', after.fields),
		old_responsible_user_id: action === 'responsible' ? before?.responsible_user_id : null,
		created_at: after.created_at,
		updated_at: after.updated_at,
	};
}

function linkedLeads(data: Data, kind: 'contacts' | 'companies', id: number): Encodable {
	const isLinked = (lead: Lead): boolean =>
		kind === 'companies'
			? lead.company_id === id
			: lead.contacts.some((contact) => contact.id === id);
	const ids = [...data.leads.values()].filter(isLinked).map((lead) => lead.id);
	return Object.fromEntries(ids.map((leadId) => [leadId, { ID: leadId }]));
}

/** Companies lie under `contacts` too; `type` tells them apart. */
export function contactBlock(
	data: Data,
	{ kind, action, after, before }: Extract<Change, { kind: 'contacts' | 'companies' }>,
): Encodable {
	const type = entityLabel[kind];
	if (action === 'delete') return { id: after.id, type };
	const companyId = kind === 'contacts' ? (after as Contact).company_id : null;
	const company: Company | undefined = companyId ? data.companies.get(companyId) : undefined;
	return {
		id: after.id,
		name: after.name,
		responsible_user_id: after.responsible_user_id,
		date_create: after.created_at,
		last_modified: after.updated_at,
		created_user_id: after.created_by,
		modified_user_id: after.updated_by,
		company_name: company?.name,
		linked_company_id: company?.id,
		account_id: data.account.id,
		custom_fields: hookFields(data, kind, after.fields),
		tags: hookTags(data, kind, after),
		linked_leads_id: linkedLeads(data, kind, after.id),
		// Live bodies carry it on ordinary updates as well, equal to the present user.
		old_responsible_user_id: action === 'update' ? before?.responsible_user_id : null,
		created_at: after.created_at,
		updated_at: after.updated_at,
		type,
	};
}

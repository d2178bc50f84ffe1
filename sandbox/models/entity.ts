import type { Data } from '../data';
import type { Customer } from '../customer';
import type { AnyEntity, Company, Contact, EntityKind, Lead } from '../entities';
import { linkedElements } from './catalogElement';
import { customerModel } from './customer';
import { customFieldsValues } from './customFields';

/** Makes `_links` of an entity by its path below `/api/v4/`. */
export type Linker = (path: string) => object;

export type With = ReadonlySet<string>;

const tagList = (data: Data, kind: EntityKind, { tags }: AnyEntity) =>
	tags.flatMap((id) => data.tags[kind].get(id) ?? []);

const references = (link: Linker, kind: EntityKind, ids: readonly number[]) =>
	ids.map((id) => ({ id, _links: link(`${kind}/${id}`) }));

const linkedLeadIds = (data: Data, isLinked: (lead: Lead) => boolean): readonly number[] =>
	[...data.leads.values()].filter((lead) => !lead.is_deleted && isLinked(lead)).map(({ id }) => id);

const linkedCustomerIds = (
	data: Data,
	isLinked: (customer: Customer) => boolean,
): readonly number[] =>
	[...data.customers.values()]
		.filter((customer) => !customer.is_deleted && isLinked(customer))
		.map(({ id }) => id);

export function leadModel(data: Data, lead: Lead, link: Linker, extra: With): object {
	const reason = data.lossReasons.find(({ id }) => id === lead.loss_reason_id);
	return {
		id: lead.id,
		name: lead.name,
		price: lead.price,
		responsible_user_id: lead.responsible_user_id,
		group_id: lead.group_id,
		status_id: lead.status_id,
		pipeline_id: lead.pipeline_id,
		loss_reason_id: lead.loss_reason_id,
		...(extra.has('source_id') ? { source_id: lead.source_id } : {}),
		created_by: lead.created_by,
		updated_by: lead.updated_by,
		created_at: lead.created_at,
		updated_at: lead.updated_at,
		closed_at: lead.closed_at,
		closest_task_at: lead.closest_task_at,
		is_deleted: lead.is_deleted,
		custom_fields_values: customFieldsValues(data, 'leads', lead.fields),
		score: lead.score,
		account_id: data.account.id,
		labor_cost: lead.labor_cost,
		...(extra.has('is_price_modified_by_robot') ? { is_price_modified_by_robot: false } : {}),
		_links: link(`leads/${lead.id}`),
		_embedded: {
			tags: tagList(data, 'leads', lead),
			...(extra.has('catalog_elements')
				? { catalog_elements: linkedElements(data, 'leads', lead.id) }
				: {}),
			...(extra.has('loss_reason')
				? {
						loss_reason: reason
							? [{ ...reason, _links: link(`leads/loss_reasons/${reason.id}`) }]
							: [],
					}
				: {}),
			companies: references(link, 'companies', lead.company_id === null ? [] : [lead.company_id]),
			...(extra.has('contacts')
				? {
						contacts: lead.contacts.map(({ id, is_main }) => ({
							id,
							is_main,
							_links: link(`contacts/${id}`),
						})),
					}
				: {}),
		},
	};
}

export function contactModel(data: Data, contact: Contact, link: Linker, extra: With): object {
	const leads = () =>
		linkedLeadIds(data, (lead) => lead.contacts.some(({ id }) => id === contact.id));
	const customers = () =>
		linkedCustomerIds(data, ({ contacts }) => contacts.some(({ id }) => id === contact.id));
	return {
		id: contact.id,
		name: contact.name,
		first_name: contact.first_name,
		last_name: contact.last_name,
		responsible_user_id: contact.responsible_user_id,
		group_id: contact.group_id,
		created_by: contact.created_by,
		updated_by: contact.updated_by,
		created_at: contact.created_at,
		updated_at: contact.updated_at,
		closest_task_at: contact.closest_task_at,
		is_deleted: contact.is_deleted,
		is_unsorted: contact.is_unsorted,
		custom_fields_values: customFieldsValues(data, 'contacts', contact.fields),
		account_id: data.account.id,
		_links: link(`contacts/${contact.id}`),
		_embedded: {
			tags: tagList(data, 'contacts', contact),
			...(extra.has('leads') ? { leads: references(link, 'leads', leads()) } : {}),
			...(extra.has('customers') ? { customers: references(link, 'customers', customers()) } : {}),
			...(extra.has('catalog_elements')
				? { catalog_elements: linkedElements(data, 'contacts', contact.id) }
				: {}),
			companies: references(
				link,
				'companies',
				contact.company_id === null ? [] : [contact.company_id],
			),
		},
	};
}

export function companyModel(data: Data, company: Company, link: Linker, extra: With): object {
	const contacts = () =>
		[...data.contacts.values()]
			.filter((contact) => !contact.is_deleted && contact.company_id === company.id)
			.map(({ id }) => id);
	const leads = () => linkedLeadIds(data, (lead) => lead.company_id === company.id);
	const customers = () => linkedCustomerIds(data, ({ company_id }) => company_id === company.id);
	return {
		id: company.id,
		name: company.name,
		responsible_user_id: company.responsible_user_id,
		group_id: company.group_id,
		created_by: company.created_by,
		updated_by: company.updated_by,
		created_at: company.created_at,
		updated_at: company.updated_at,
		closest_task_at: company.closest_task_at,
		is_deleted: company.is_deleted,
		custom_fields_values: customFieldsValues(data, 'companies', company.fields),
		account_id: data.account.id,
		_links: link(`companies/${company.id}`),
		_embedded: {
			tags: tagList(data, 'companies', company),
			...(extra.has('contacts') ? { contacts: references(link, 'contacts', contacts()) } : {}),
			...(extra.has('leads') ? { leads: references(link, 'leads', leads()) } : {}),
			...(extra.has('customers') ? { customers: references(link, 'customers', customers()) } : {}),
			...(extra.has('catalog_elements')
				? { catalog_elements: linkedElements(data, 'companies', company.id) }
				: {}),
		},
	};
}

export function entityModel(
	data: Data,
	kind: EntityKind,
	entity: AnyEntity,
	link: Linker,
	extra: With,
): object {
	if (kind === 'leads') return leadModel(data, entity as Lead, link, extra);
	if (kind === 'contacts') return contactModel(data, entity as Contact, link, extra);
	if (kind === 'customers') return customerModel(data, entity as Customer, link, extra);
	return companyModel(data, entity, link, extra);
}

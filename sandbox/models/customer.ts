import type { Customer } from '../customer';
import type { Data } from '../data';
import { customFieldsValues } from './customFields';
import type { Linker, With } from './entity';

const reference =
	(link: Linker, path: string) =>
	(id: number): object => ({ id, _links: link(`${path}/${id}`) });

export function customerModel(data: Data, customer: Customer, link: Linker, extra: With): object {
	const { ltv, purchases_count, company_id } = customer;
	const companies = company_id === null ? [] : [company_id];
	return {
		id: customer.id,
		name: customer.name,
		next_price: customer.next_price,
		next_date: customer.next_date,
		responsible_user_id: customer.responsible_user_id,
		status_id: customer.status_id,
		periodicity: customer.periodicity,
		created_by: customer.created_by,
		updated_by: customer.updated_by,
		created_at: customer.created_at,
		updated_at: customer.updated_at,
		closest_task_at: customer.closest_task_at,
		is_deleted: customer.is_deleted,
		custom_fields_values: customFieldsValues(data, 'customers', customer.fields),
		ltv,
		purchases_count,
		average_check: purchases_count === 0 ? 0 : Math.round(ltv / purchases_count),
		account_id: data.account.id,
		_links: link(`customers/${customer.id}`),
		_embedded: {
			segments: customer.segments.map(reference(link, 'customers/segments')),
			tags: customer.tags.flatMap((id) => data.tags.customers.get(id) ?? []),
			...(extra.has('contacts')
				? {
						contacts: customer.contacts.map(({ id, is_main }) => ({
							id,
							is_main,
							_links: link(`contacts/${id}`),
						})),
					}
				: {}),
			...(extra.has('companies') ? { companies: companies.map(reference(link, 'companies')) } : {}),
			...(extra.has('catalog_elements') ? { catalog_elements: customer.elements } : {}),
		},
	};
}

/**
 * Where amoCRM's interface shows one row, between the host and the ID (`leads/detail/12345`), by the method
 * that searches such rows. Users, statuses and custom fields have no such page.
 */
export const webPages: Readonly<Record<string, string>> = {
	getCatalogs: 'catalogs',
	getPipelines: 'leads/pipeline',
	searchCompanies: 'companies/detail',
	searchContacts: 'contacts/detail',
	searchCustomers: 'customers/detail',
	searchLeads: 'leads/detail',
};

/** The page of the row with this ID as a link of n8n's list; nothing where there is none. */
export function linkToPage(
	method: string,
	baseUrl: string,
	id: unknown,
): { readonly url?: string } {
	const place = webPages[method];
	return place === undefined ? {} : { url: `${baseUrl}/${place}/${String(id)}` };
}

import type { Located } from './locator';

/** By noun: which method finds such rows, and the field that says where. */
export const located: Readonly<Record<string, Pick<Located, 'search' | 'dependsOn'>>> = {
	Catalog: { search: 'getCatalogs' },
	Company: { search: 'searchCompanies' },
	Contact: { search: 'searchContacts' },
	Customer: { search: 'searchCustomers' },
	Element: { search: 'searchElements', dependsOn: ['catalogId'] },
	Field: { search: 'searchFields', dependsOn: ['entityType'] },
	Lead: { search: 'searchLeads' },
};

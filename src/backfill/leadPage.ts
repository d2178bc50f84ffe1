import type { LeadPage } from './countLeads';

interface Linked {
	readonly id?: unknown;
}

interface LeadList {
	readonly _links?: { readonly next?: unknown };
	readonly _embedded?: {
		readonly leads?: ReadonlyArray<{
			readonly _embedded?: {
				readonly contacts?: readonly Linked[];
				readonly companies?: readonly Linked[];
			};
		}>;
	};
}

/** Reads a body of `GET /api/v4/leads?with=contacts`; a 204 has none. */
export function leadPage(body: unknown): LeadPage {
	const { _links: links, _embedded: embedded } = (body || {}) as LeadList;
	const leads = embedded?.leads ?? [];
	const different = (list: 'contacts' | 'companies'): number =>
		new Set(leads.flatMap((lead) => (lead._embedded?.[list] ?? []).map(({ id }) => id))).size;
	return {
		leads: leads.length,
		contacts: different('contacts'),
		companies: different('companies'),
		hasMore: links?.next !== undefined,
	};
}

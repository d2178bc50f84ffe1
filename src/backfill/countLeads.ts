/** What a page of leads shows of the whole list. */
export interface LeadPage {
	readonly leads: number;
	/** Different contacts and companies of its leads. */
	readonly contacts: number;
	readonly companies: number;
	readonly hasMore: boolean;
}

export interface LeadCount {
	readonly leads: number;
	/** Drawn from the pages that were looked at; fewer where leads share them. */
	readonly contacts: number;
	readonly companies: number;
	/** Requests that an import makes, its first question for the account included. */
	readonly requests: number;
}

export const pageSize = 250;

/** Each page begins with the last lead of the one before, so that none that changes is skipped. */
const pagesOfLeads = (leads: number): number =>
	leads <= pageSize ? 1 : 1 + Math.ceil((leads - pageSize) / (pageSize - 1));

/**
 * amoCRM's lists tell no total: the last page is looked for by doubling, then halving. Of 100,000 leads
 * 18 pages are asked for.
 */
export async function countLeads(ask: (page: number) => Promise<LeadPage>): Promise<LeadCount> {
	const seen: LeadPage[] = [];
	const look = async (page: number): Promise<LeadPage> => {
		const found = await ask(page);
		seen.push(found);
		return found;
	};
	let full = 0;
	let beyond = 1;
	let found = await look(beyond);
	while (found.hasMore) {
		full = beyond;
		beyond *= 2;
		found = await look(beyond);
	}
	while (found.leads === 0 && beyond - full > 1) {
		const middle = Math.floor((full + beyond) / 2);
		const there = await look(middle);
		if (there.hasMore) full = middle;
		else {
			beyond = middle;
			found = there;
		}
	}
	// The page after a full one that has a next link is there, unless a lead was deleted meanwhile.
	const leads = (found.leads > 0 ? beyond - 1 : full) * pageSize + found.leads;
	const sampled = seen.reduce((sum, page) => sum + page.leads, 0);
	const scaled = (of: (page: LeadPage) => number): number =>
		sampled === 0
			? 0
			: Math.ceil((seen.reduce((sum, page) => sum + of(page), 0) * leads) / sampled);
	const contacts = scaled((page) => page.contacts);
	const companies = scaled((page) => page.companies);
	return {
		leads,
		contacts,
		companies,
		requests:
			1 + pagesOfLeads(leads) + Math.ceil(contacts / pageSize) + Math.ceil(companies / pageSize),
	};
}

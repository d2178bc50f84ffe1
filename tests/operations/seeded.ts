import type { Lead } from '../../sandbox/entities';
import type { OAuthData } from '../../sandbox/oauth/types';
import { curlLeadId, seed } from '../../sandbox/seed/seed';
import { integrationUserId, personUserId } from '../../sandbox/seed/users';

/** The account as every case finds it; the part about tokens plays no role here. */
const seeded = seed({} as OAuthData);

const [firstLead, secondLead] = seeded.leads.values();
const [firstContact, secondContact] = seeded.contacts.values();
const [firstCompany, secondCompany] = seeded.companies.values();
const [firstCustomer, secondCustomer] = seeded.customers.values();
const [firstFile, secondFile] = seeded.files.values();
const [firstPipeline, secondPipeline] = seeded.pipelines;
if (!firstLead || !secondLead || !firstContact || !secondContact) throw new Error('too few seeded');
if (!firstFile || !secondFile) throw new Error('too few seeded');
if (!firstCompany || !secondCompany || !firstPipeline || !secondPipeline) {
	throw new Error('too few seeded');
}
if (!firstCustomer || !secondCustomer) throw new Error('too few seeded');

export const allLeads = [...seeded.leads.values()];
export const leads = [firstLead, secondLead] as const;
export const contacts = [firstContact, secondContact] as const;
export const companies = [firstCompany, secondCompany] as const;
export const customers = [firstCustomer, secondCustomer] as const;
export const customerStatuses = [...seeded.customerStatuses.values()];
export const segments = [...seeded.segments.values()];
export const files = [firstFile, secondFile] as const;
export const pipelines = [firstPipeline, secondPipeline] as const;
export const users = seeded.users;
export { curlLeadId, integrationUserId, personUserId };

/** The id that the account gives to the n-th thing made in it, from 1; the log of events takes ids, too. */
export const newId = (n: number): number => seeded.lastId + 2 * n;

/** Of no lead, contact, company, task or note. */
export const unknownId = 999_999_999;

export const contactOf = (lead: Lead): number => lead.contacts[0]?.id ?? unknownId;

/** The first field of a seeded contact is the phone. */
export const phoneOf = (lead: Lead): string =>
	String(seeded.contacts.get(contactOf(lead))?.fields[0]?.values[0]?.value);

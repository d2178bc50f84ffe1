import { createFields, embeddedModelParams, personNames } from './entityParams';
import { group } from './group';
import type { Params } from './param';
import { number, text } from './params';

/** What leads, contacts and companies have in common where they are written inside another model. */
const common: Params = { ...createFields, ...embeddedModelParams };

/** Together with `id` a contact or company that there is; without it a new one. */
export const embedded = {
	lead: group(
		'Lead',
		'The lead that comes of it',
		{ ...common, name: text('Name', 'Name of the lead'), price: number('Price', 'In whole units') },
		(lead) => ({ _embedded: { leads: [lead] } }),
		'leads',
	),
	contact: (members: Params = {}) =>
		group(
			'Contact',
			'The contact of the lead',
			{ ...common, ...personNames, name: text('Name', 'Name of the contact'), ...members },
			(contact) => ({ _embedded: { contacts: [contact] } }),
			'contacts',
		),
	company: (members: Params = {}) =>
		group(
			'Company',
			'The company of the lead',
			{ ...common, name: text('Name', 'Name of the company'), ...members },
			(company) => ({ _embedded: { companies: [company] } }),
			'companies',
		),
} as const;

import { decode } from './decode';
import { matches, type EventFilter } from './filter';
import { normalise } from './normalise';

const all: EventFilter = { events: [], pipelines: [], statuses: [], ignoreUserIds: [] };

const verdict = (body: string, filter: Partial<EventFilter>): true | string => {
	const [event] = normalise(decode(body), { accountId: 1 }).events;
	if (!event) throw new Error('no event');
	return matches(event, { ...all, ...filter });
};

const lead =
	'leads[update][0][id]=1&leads[update][0][pipeline_id]=7&leads[update][0][status_id]=142';
const responsible =
	'contacts[update][0][id]=1&contacts[update][0][type]=contact&contacts[update][0][responsible_user_id]=2&contacts[update][0][old_responsible_user_id]=3';

describe('matches', () => {
	it('wants everything when nothing is chosen', () => {
		expect(verdict(lead, {})).toBe(true);
		expect(verdict('survey[done][0][id]=1', {})).toBe(true);
	});

	it('wants chosen events, by name or by webhook setting', () => {
		expect(verdict(lead, { events: ['lead.update'] })).toBe(true);
		expect(verdict(lead, { events: ['update_lead'] })).toBe(true);
		expect(verdict(lead, { events: ['lead.add'] })).toBe(
			'lead.update is not among the chosen events',
		);
		expect(verdict('survey[done][0][id]=1', { events: ['survey.done'] })).toBe(true);
		expect(verdict('survey[done][0][id]=1', { events: ['lead.add'] })).not.toBe(true);
	});

	it('gives a change of responsible to whoever asked for updates, but not the other way round', () => {
		expect(verdict(responsible, { events: ['contact.update'] })).toBe(true);
		expect(verdict(responsible, { events: ['contact.responsible'] })).toBe(true);
		expect(verdict(responsible, { events: ['company.update'] })).not.toBe(true);
		expect(
			verdict('contacts[update][0][id]=1&contacts[update][0][type]=contact', {
				events: ['contact.responsible'],
			}),
		).not.toBe(true);
	});

	it('takes what no known setting brings for what an unknown setting asked for', () => {
		const element = 'catalogs[add][0][id]=1&catalogs[add][0][catalog_id]=2';
		expect(verdict(element, { events: ['add_catalog_2'] })).toBe(true);
		expect(verdict(lead, { events: ['add_catalog_2'] })).not.toBe(true);
		expect(verdict(element, { events: ['lead.add'] })).not.toBe(true);
	});

	it('judges pipeline and status of lead events that carry them', () => {
		expect(verdict(lead, { pipelines: [7], statuses: [142] })).toBe(true);
		expect(verdict(lead, { pipelines: [8] })).toBe('pipeline 7 is not among the chosen ones');
		expect(verdict(lead, { statuses: [143] })).toBe('status 142 is not among the chosen ones');
		expect(verdict('leads[delete][0][id]=1', { pipelines: [8], statuses: [143] })).toBe(true);
		expect(
			verdict('customers[update][0][id]=1&customers[update][0][status_id]=4', { statuses: [143] }),
		).toBe(true);
	});

	it('leaves out changes of the ignored users; a robot is user 0', () => {
		const by = (user: number) => `${lead}&leads[update][0][modified_user_id]=${user}`;
		expect(verdict(by(5), { ignoreUserIds: [5] })).toBe(
			'changed by user 5, whose changes are ignored',
		);
		expect(verdict(by(0), { ignoreUserIds: [5] })).toBe(true);
		expect(verdict(by(0), { ignoreUserIds: [0] })).not.toBe(true);
		expect(verdict(lead, { ignoreUserIds: [5] })).toBe(true);
	});
});

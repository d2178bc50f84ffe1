import { locator } from './locator';
import { isEmpty } from './section';

const lead = locator({ label: 'Lead', doc: 'The lead', search: 'searchLeads' });
const user = locator({ label: 'User', doc: 'The user', search: 'getUsers' });
const context = { timezone: 'UTC' };
const id = (value: unknown) => lead.convert(value, context);
const located = (mode: string, value: unknown) => ({ __rl: true, mode, value });

describe('a locator', () => {
	it('takes what was chosen from the list or given as an ID', () => {
		expect(id({ ...located('list', 12345), cachedResultName: 'Order (12345)' })).toBe(12345);
		expect(id(located('id', ' 12345 '))).toBe(12345);
	});

	it('takes the plain IDs of workflows that were saved before it existed', () => {
		expect([12345, '12345', ' 12345 '].map(id)).toEqual([12345, 12345, 12345]);
		// The editor keeps no mode for a plain value that is typed over.
		expect(id(located('', '12345'))).toBe(12345);
	});

	it('finds the ID in the address of the page, whatever follows it', () => {
		const address = 'https://example.amocrm.ru/leads/detail/12345';
		for (const tail of ['', '/', '?compact=yes', '#notes', '/?tab_id=2']) {
			expect(id(located('url', address + tail))).toBe(12345);
		}
		expect(id(' https://example.kommo.com/leads/detail/12345 ')).toBe(12345);
	});

	it('refuses the address of something else', () => {
		for (const wrong of ['contacts/detail/12345', 'leads/detail/', 'leads/detail/12345x']) {
			const address = `https://example.amocrm.ru/${wrong}`;
			expect(() => id(located('url', address))).toThrow(`Lead: "${address}" is not an id`);
		}
		expect(() => user.convert('https://example.amocrm.ru/leads/detail/5', context)).toThrow('User');
	});

	it('offers an address only where amoCRM shows the row on a page', () => {
		const modes = (one: typeof lead) => one.property.modes?.map(({ name }) => name);
		expect(modes(lead)).toEqual(['list', 'url', 'id']);
		expect(modes(user)).toEqual(['list', 'id']);
	});

	it('is empty until something is chosen, and null clears', () => {
		expect([located('list', ''), located('id', null), ''].every(isEmpty)).toBe(true);
		expect(isEmpty(located('id', 0))).toBe(false);
		expect(id(null)).toBeNull();
	});

	it('has the editor load the list anew when the value of another locator changes', () => {
		const status = locator({
			label: 'Status',
			doc: 'The status',
			search: 'getStatuses',
			dependsOn: ['pipelineId'],
		});
		expect(status.property.typeOptions?.loadOptionsDependsOn).toEqual([
			'pipelineId',
			'pipelineId.value',
		]);
	});
});

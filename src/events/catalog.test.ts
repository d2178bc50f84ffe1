import {
	catalog,
	eventNames,
	eventOptions,
	eventRows,
	settingsFor,
	type EventName,
} from './catalog';

describe('the event table', () => {
	it('has each name once, made of its entity', () => {
		expect(new Set(eventNames).size).toBe(eventNames.length);
		for (const { event, entity } of catalog) expect(event.startsWith(`${entity}.`)).toBe(true);
	});

	it('says where to turn on what amoCRM cannot be asked for', () => {
		for (const { settings, turnedOnIn } of eventRows) {
			expect(settings.length > 0).toBe(turnedOnIn === undefined);
		}
	});

	it('refines only events that it has', () => {
		const refined = eventRows.flatMap(({ refines }) => refines ?? []);
		expect(refined).toHaveLength(4);
		for (const name of refined) expect(eventNames).toContain(name as EventName);
	});

	it('asks amoCRM for the settings of the documentation', () => {
		const documented = [
			...['lead', 'contact', 'company', 'customer', 'task'].map((name) => `responsible_${name}`),
			...['lead', 'contact', 'company'].map((name) => `restore_${name}`),
			...['lead', 'contact', 'company', 'customer', 'talk', 'task'].flatMap((name) => [
				`add_${name}`,
				`update_${name}`,
			]),
			...['lead', 'contact', 'company', 'customer', 'task'].map((name) => `delete_${name}`),
			...['lead', 'contact', 'company', 'customer'].map((name) => `note_${name}`),
			...['status_lead', 'add_chat_template_review', 'add_message', 'add_outgoing_message'],
			...['add_unsorted', 'update_unsorted', 'delete_unsorted', 'delete_talk'],
		];
		expect([...settingsFor(eventNames)].sort()).toEqual(documented.sort());
	});

	it('takes a text that is no event name for a setting, and asks for each once', () => {
		expect(settingsFor(['note.add', 'lead.add', 'add_lead', 'add_catalog_5', 'lead.chat'])).toEqual(
			['note_lead', 'note_contact', 'note_company', 'note_customer', 'add_lead', 'add_catalog_5'],
		);
	});

	it('gives the editor an option for each event, in alphabetical order', () => {
		const names = eventOptions.map(({ name }) => name);
		expect(names).toHaveLength(eventNames.length);
		expect(names).toEqual([...names].sort());
		expect(eventOptions).toContainEqual({
			name: 'Lead Status Changed',
			value: 'lead.status',
			description: 'lead.status; webhook setting status_lead',
		});
	});
});

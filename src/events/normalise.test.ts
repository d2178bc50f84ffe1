import fc from 'fast-check';
import { decode } from './decode';
import { normalise } from './normalise';

const read = (body: string, accountId: number | null = null) =>
	normalise(decode(body), { accountId });

const only = (body: string) => {
	const { events } = read(body);
	expect(events).toHaveLength(1);
	const [event] = events;
	if (!event) throw new Error('no event');
	return event;
};

describe('normalise', () => {
	it('reads several entities and several roots, in the order of the body', () => {
		const { events } = read(
			'leads[update][0][id]=1&leads[update][1][id]=2&contacts[add][0][id]=3&contacts[add][0][type]=company&task[delete][0][id]=4',
		);
		expect(events.map(({ event, id }) => [event, id])).toEqual([
			['lead.update', 1],
			['lead.update', 2],
			['company.add', 3],
			['task.delete', 4],
		]);
	});

	it('does not mind where indexes start, in which order they come or how deep they nest', () => {
		expect(read('leads[add][7][id]=1&leads[add][3][id]=2').events.map(({ id }) => id)).toEqual([
			2, 1,
		]);
		expect(only('leads[add][id]=5')).toMatchObject({ event: 'lead.add', id: 5 });
		expect(only('task[update][0][0][id]=6')).toMatchObject({ event: 'task.update', id: 6 });
		expect(only('leads[delete]=7')).toMatchObject({ event: 'lead.delete', id: 7 });
		expect(read('leads[add][0][id]=1&leads[add][note]=x').events).toHaveLength(2);
	});

	it('takes the account from the block, else from the credential', () => {
		const lead = 'leads[add][0][id]=1';
		expect(read(`account[id]=9&account[subdomain]=a&${lead}`, 5)).toMatchObject({
			account: { id: 9, subdomain: 'a' },
			events: [{ accountId: 9 }],
		});
		expect(read(`${lead}&account[subdomain]=a`, 5)).toMatchObject({
			account: { id: null, subdomain: 'a' },
			events: [{ accountId: 5 }],
		});
		expect(read(lead, 5)).toMatchObject({ account: null, events: [{ accountId: 5 }] });
		expect(read(lead)).toMatchObject({ account: null, events: [{ accountId: null }] });
		expect(read(`account[id]=x&${lead}`).problems).toEqual(['account[id]: is not a number']);
	});

	it('makes numbers only of what a number holds exactly', () => {
		const { data, id } = only(
			'leads[add][0][id]=9007199254740993&leads[add][0][price]=12.50&leads[add][0][status_id]=007&leads[add][0][name]=123&leads[add][0][next_price]=',
		);
		expect(id).toBe('9007199254740993');
		expect(data).toEqual({
			id: '9007199254740993',
			price: 12.5,
			status_id: '007',
			name: '123',
			next_price: null,
		});
	});

	it('leaves ids of the chat service and the answers of a form as they came', () => {
		const message = only(
			'message[add][0][id]=u&message[add][0][author][id]=42&message[add][0][author][user_id]=7',
		);
		expect(message.data['author']).toEqual({ id: '42', user_id: 7 });
		const unsorted = only(
			'unsorted[add][0][uid]=u&unsorted[add][0][source_data][form_id]=42&unsorted[add][0][form_id]=42',
		);
		expect(unsorted.data).toMatchObject({ source_data: { form_id: '42' }, form_id: 42 });
	});

	it('tells a failed check and emits the event all the same', () => {
		const { events, problems } = read('leads[add][0][id]=abc&leads[add][0][price]=cheap');
		expect(events).toMatchObject([{ event: 'lead.add', id: 'abc', data: { price: 'cheap' } }]);
		expect(problems).toEqual([
			'leads[add][0][id]: Expected number, received string',
			'leads[add][0][price]: Expected number, received string',
		]);
	});

	it('reads dates as UTC and leaves what is none', () => {
		const { data, occurredAt } = only(
			'task[add][0][id]=1&task[add][0][complete_till]=2024-09-17 20:59:00&task[add][0][created_at]=1726578449&task[add][0][updated_at]=0&task[add][0][last_modified]=soon',
		);
		expect(data).toMatchObject({
			complete_till: '2024-09-17T20:59:00.000Z',
			created_at: '2024-09-17T13:07:29.000Z',
			updated_at: null,
			last_modified: 'soon',
		});
		expect(occurredAt).toBe('2024-09-17T13:07:29.000Z');
	});

	it('keeps a date in the time zone of the account as it is when the note has no unix twin', () => {
		const note = 'leads[note][0][note][id]=1&leads[note][0][note][date_create]=2020-09-28 00:26:51';
		expect(only(note).data['date_create']).toBe('2020-09-28 00:26:51');
		expect(only(`${note}&leads[note][0][note][created_at]=1601242011`).data['date_create']).toBe(
			'2020-09-27T21:26:51.000Z',
		);
	});

	it('calls an equal old value no change', () => {
		const body = (old: string) =>
			`leads[update][0][id]=1&leads[update][0][status_id]=142&leads[update][0][old_status_id]=${old}`;
		expect(only(body('142')).changes).toEqual({});
		expect(only(body('141')).changes).toEqual({ status_id: { from: 141, to: 142 } });
		expect(only('task[update][0][id]=1&task[update][0][old_text]=a').changes).toEqual({
			text: { from: 'a', to: null },
		});
	});

	it('calls an update with another responsible user a change of responsible, and with the same an update', () => {
		const body = (root: string, old: string) =>
			`${root}[update][0][id]=1&${root}[update][0][type]=contact&${root}[update][0][responsible_user_id]=5&${root}[update][0][old_responsible_user_id]=${old}`;
		expect(only(body('contacts', '4')).event).toBe('contact.responsible');
		expect(only(body('contacts', '5')).event).toBe('contact.update');
		expect(only(body('task', '4')).event).toBe('task.responsible');
		expect(only(body('customers', '4')).event).toBe('customer.responsible');
		// Leads have a path of their own for it.
		expect(only(body('leads', '4')).event).toBe('lead.update');
	});

	it('finds what an entity hangs on', () => {
		const parentOf = (body: string) => only(body).parent;
		expect(
			parentOf('task[add][0][id]=1&task[add][0][element_type]=12&task[add][0][element_id]=2'),
		).toEqual({
			entity: 'customer',
			id: 2,
		});
		expect(
			parentOf('task[add][0][id]=1&task[add][0][element_type]=1&task[add][0][element_id]=0'),
		).toBeNull();
		expect(
			parentOf('customers[note][0][note][id]=1&customers[note][0][note][element_id]=3'),
		).toEqual({
			entity: 'customer',
			id: 3,
		});
		expect(parentOf('unsorted[update][0][uid]=a&unsorted[update][0][data][leads][id]=4')).toEqual({
			entity: 'lead',
			id: 4,
		});
		expect(parentOf('talk[add][0][talk_id]=1&talk[add][0][contact_id]=5')).toEqual({
			entity: 'contact',
			id: 5,
		});
		expect(parentOf('leads[add][0][id]=1')).toBeNull();
	});

	it('knows who made the change, and that a creator is not it later', () => {
		const by = (action: string) =>
			only(`leads[${action}][0][id]=1&leads[${action}][0][created_user_id]=8`).changedBy;
		expect(by('add')).toBe(8);
		expect(by('update')).toBeNull();
		expect(only('leads[update][0][id]=1&leads[update][0][modified_user_id]=0').changedBy).toBe(0);
		expect(
			only('outgoing_message[add][0][id]=u&outgoing_message[add][0][author][user_id]=3').changedBy,
		).toBe(3);
	});

	it('passes unknown roots and actions through with their text as it came', () => {
		const { events, problems } = read(
			'survey[done][0][id]=5&survey[done][0][price]=007&leads[merge][0][id]=x1',
		);
		expect(events).toMatchObject([
			{ event: 'survey.done', entity: 'survey', id: 5, data: { id: '5', price: '007' } },
			{ event: 'leads.merge', entity: 'leads', id: 'x1', data: { id: 'x1' } },
		]);
		expect(problems[0]).toBe('survey[done][0]: is not in the event table and was passed through');
		expect(only('survey[id]=5&survey[updated_at]=1726578449')).toMatchObject({
			event: 'survey',
			id: 5,
			occurredAt: '2024-09-17T13:07:29.000Z',
		});
	});

	it('keeps a block that is no object', () => {
		expect(only('leads[add][0]=hello')).toMatchObject({
			event: 'lead.add',
			id: null,
			data: { value: 'hello' },
		});
	});

	it('finds no event in noise, and says why', () => {
		for (const body of ['', 'x'.repeat(1000), 'a=1&b=2', '{"leads":1}', '\u0001\u0002[x]=1']) {
			const { events, problems } = read(body);
			expect(events).toEqual([]);
			expect(problems.length).toBeGreaterThan(0);
		}
	});

	it('keeps members named like prototypes as members', () => {
		const { data } = only(
			'leads[add][0][id]=1&leads[add][0][__proto__][x]=1&leads[add][0][custom_fields][0][name]=__proto__',
		);
		expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
		expect(Object.keys(data)).toContain('__proto__');
		expect(Object.keys(data['fields'] as object)).toEqual(['__proto__']);
		expect(({} as Record<string, unknown>)['x']).toBeUndefined();
	});

	it('survives any body that is built from the words of the contract', () => {
		const word = fc.constantFrom(
			...['leads', 'contacts', 'task', 'unsorted', 'message', 'talk', 'catalogs', 'add', 'account'],
			...[
				'update',
				'delete',
				'note',
				'responsible',
				'0',
				'1',
				'5',
				'',
				'id',
				'type',
				'data',
				'values',
			],
			...[
				'custom_fields',
				'linked_leads_id',
				'author',
				'old_status_id',
				'element_type',
				'__proto__',
			],
			...[
				'tags',
				'created_at',
				'accept_result',
				'enum',
				'value',
				'old_',
				'old_responsible_user_id',
			],
		);
		const text = fc.constantFrom(
			'',
			'0',
			'1',
			'-0',
			'1726578449',
			'99999999999999999999',
			'company',
			'я',
			'2024-13-45 99:99:99',
			'1e9',
		);
		const pair = fc
			.tuple(fc.array(word, { minLength: 1, maxLength: 6 }), text)
			.map(
				([[root, ...path], value]) => `${root}${path.map((part) => `[${part}]`).join('')}=${value}`,
			);
		fc.assert(
			fc.property(fc.array(pair, { maxLength: 30 }), (pairs) => {
				const { events, problems } = read(pairs.join('&'));
				expect(() => JSON.stringify({ events, problems })).not.toThrow();
				for (const { event, entity } of events) expect([event, entity].every(Boolean)).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});

	it('takes nothing that objects inherit for a value of the entity', () => {
		const { events } = read('leads[update][0][id]=1&leads[update][0][old_constructor]=2');
		expect(events[0]?.changes).toEqual({ constructor: { from: '2', to: null } });
	});

	it('reads old values of a lead beside a member that is called note', () => {
		const { events } = read(
			'leads[update][0][note][text]=x&leads[update][0][status_id]=2&leads[update][0][old_status_id]=1',
		);
		expect(events[0]?.changes).toEqual({ status_id: { from: 1, to: 2 } });
	});

	it('takes only a whole time with its zone for when it happened, and gives it in UTC', () => {
		const occurredAt = (text: string) =>
			read(`leads[add][0][id]=1&leads[add][0][created_at]=${encodeURIComponent(text)}`).events[0]
				?.occurredAt;
		expect(occurredAt('2025-05-26T14:13:32+03:00')).toBe('2025-05-26T11:13:32.000Z');
		expect(occurredAt('2025-05-26T14:13:32')).toBeNull();
		expect(occurredAt('2025-99-99T99:99:99Z')).toBeNull();
		expect(occurredAt('2025-05-26Tomorrow')).toBeNull();
	});

	it('keeps a negative zero as text, which JSON would lose', () => {
		const { events } = read('leads[add][0][id]=1&leads[add][0][price]=-0.0');
		expect(events[0]?.data['price']).toBe('-0.0');
	});

	it('needs less than 0.2 ms for a body of 1 KB', () => {
		const body = Buffer.from(
			`leads[update][0][id]=1&${Array.from({ length: 20 }, (_field, at) => `leads%5Bupdate%5D%5B0%5D%5Bfield_${at}%5D=%D0%90+${at}`).join('&')}`,
		);
		expect(body.length).toBeGreaterThan(900);
		const run = () => normalise(decode(body), { accountId: 1 });
		for (let at = 0; at < 2000; at += 1) run();
		const times = Array.from({ length: 200 }, () => {
			const start = performance.now();
			run();
			return performance.now() - start;
		}).sort((a, b) => a - b);
		// The median: two cores are shared, and a pause of the machine is not the code's.
		expect(times[100]).toBeLessThan(0.2);
	});
});

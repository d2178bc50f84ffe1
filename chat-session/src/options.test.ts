import { readOptions } from './options';

it('reads fields by id and by code, and marks as pairs', () => {
	const options = readOptions({
		sessionField: ' 752013 ',
		sessionGlobal: 'Comagic.getSessionId',
		markFields: 'utm_source=752041, utm_medium=UTM_MEDIUM;yclid=1',
	});
	expect(options).toMatchObject({
		entity: 'lead',
		sessionField: { id: 752013 },
		sessionCookie: null,
		waitSeconds: 60,
	});
	expect([...options.markFields]).toEqual([
		['utm_source', { id: 752041 }],
		['utm_medium', { code: 'UTM_MEDIUM' }],
		['yclid', { id: 1 }],
	]);
});

it.each([
	[{}, /neither data-session-field nor data-mark-fields/],
	[{ sessionField: '1' }, /needs data-session-global/],
	[{ sessionCookie: 'sid', markFields: 'utm_source=1' }, /they need it/],
	[{ sessionField: 'Сессия', sessionCookie: 'sid' }, /neither id nor code/],
	[{ markFields: 'utm_source' }, /is not mark=field/],
	[{ markFields: 'utm_source=1', entity: 'company' }, /lead or contact/],
	[{ markFields: 'utm_source=1', waitSeconds: 'long' }, /data-wait-seconds/],
])('refuses %j', (attributes, problem) => {
	expect(() => readOptions(attributes)).toThrow(problem);
});

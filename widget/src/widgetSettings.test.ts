import { readWidgetSettings } from './widgetSettings';

const server = 'https://webhook.example.ru';
const endpoint = `${server}/api/amocrm/address/suggest`;

it('without a number it is the field of the system that the widget was made for', () => {
	const expected = { endpoint, fieldId: '762381' };
	for (const field_id of [undefined, null, '', ' ']) {
		expect(readWidgetSettings({ server_url: server, field_id })).toEqual(expected);
	}
});

it.each([
	[` ${server}/ `, ' 5 ', '5'],
	[`${server}/docs?x=1`, 912_001, '912001'],
])('%j and %j are understood', (server_url, field_id, fieldId) => {
	expect(readWidgetSettings({ server_url, field_id })).toEqual({ endpoint, fieldId });
});

it.each([
	[undefined, '5'],
	['webhook.example.ru', '5'],
	['http://webhook.example.ru', '5'],
	['javascript:alert(1)', '5'],
	[server, 'abc'],
	[server, '0'],
	[server, '5"],*'],
])('%j with field %j is refused', (server_url, field_id) => {
	expect(readWidgetSettings({ server_url, field_id })).toBeNull();
});

it('the sandbox of this machine is reached without TLS', () => {
	const settings = readWidgetSettings({ server_url: 'http://127.0.0.1:5678' });
	expect(settings?.endpoint).toBe('http://127.0.0.1:5678/api/amocrm/address/suggest');
});

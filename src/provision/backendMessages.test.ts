import { backendMessages, noBackendMessages } from './backendMessages';

const given = (url: string | undefined, key: string | undefined) =>
	backendMessages({ AMOCRM_BACKEND_URL: url, AMOCRM_BACKEND_SIGNING_KEY: key });

test('without a variable nobody is told anything', () => {
	expect(given(undefined, undefined)).toEqual(noBackendMessages);
	expect(given(' ', '')).toEqual(noBackendMessages);
});

test.each(['https://app.example.ru/amo-crm/leads?a=1', 'http://127.0.0.1:8080/leads'])(
	'%s is told, signed',
	(url) => {
		expect(given(` ${url} `, 'k')).toEqual({ url, signingKey: 'k' });
	},
);

test.each([
	['http://app.example.ru/', 'k', /https/],
	['http://127.example.ru/', 'k', /https/],
	['https://name:password@app.example.ru/', 'k', /without a name/],
	['app.example.ru', 'k', /whole address/],
	['https://app.example.ru/', '', /both/],
	['', 'k', /both/],
])('the address "%s" with the key "%s" is refused', (url, key, problem) => {
	expect(() => given(url, key)).toThrow(problem);
	// A password in an address must not get into logs by way of the complaint.
	expect(() => given(url, key)).not.toThrow(/name:password/);
});

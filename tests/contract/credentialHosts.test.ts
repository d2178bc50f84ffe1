import {
	getCredentialAllowedDomains,
	injectDomainRestrictionFields,
	isDomainAllowed,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type INode,
} from 'n8n-workflow';
import { AmoCrmApi } from '../../credentials/AmoCrmApi.credentials';
import { AmoCrmOAuth2Api } from '../../credentials/AmoCrmOAuth2Api.credentials';
import { evaluateForCredential } from '../support/credentialExpression';

/** Where n8n's own nodes (HTTP Request, GraphQL, the HTTP tool of agents) may take a credential of ours. */
const httpRequest: INode = {
	...{ id: '1', name: 'HTTP Request', type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2 },
	...{ position: [0, 0], parameters: {} },
};

const isAllowed = (type: ICredentialType, fields: Record<string, string>, url: string): boolean => {
	const data: ICredentialDataDecryptedObject = { ...fields };
	for (const { name, default: value } of injectDomainRestrictionFields(type)) {
		data[name] ??= String(value).startsWith('=')
			? evaluateForCredential(value, fields)
			: (value as string);
	}
	const allowedDomains = getCredentialAllowedDomains({ node: httpRequest, credentialData: data });
	return isDomainAllowed({ url, allowedDomains: allowedDomains ?? '' });
};

const kommo = { domain: 'kommo.com', subdomain: 'example' };
const sandbox = { domain: 'sandbox', subdomain: '', sandboxUrl: 'http://127.0.0.1:8090' };

describe.each([
	['amoCrmApi', new AmoCrmApi()],
	['amoCrmOAuth2Api', new AmoCrmOAuth2Api()],
])('the HTTP Request node with the credential %s', (_name, type) => {
	it.each([
		[kommo, 'https://example.kommo.com/api/v4/account'],
		[kommo, 'https://drive-c.kommo.com/v1.0/files'],
		[{ domain: 'amocrm.com', subdomain: 'example' }, 'https://drive-c.kommo.com/v1.0/files'],
		[{ subdomain: 'example' }, 'https://example.amocrm.ru/api/v4/account'],
		[sandbox, 'http://127.0.0.1:8090/api/v4/account'],
		[sandbox, 'http://localhost:8090/api/v4/account'],
		[sandbox, 'http://[::1]:8090/api/v4/account'],
	])('of %j reaches %s', (fields, url) => {
		expect(isAllowed(type, fields, url)).toBe(true);
	});

	it.each([
		[kommo, 'https://evil.com/collect'],
		[kommo, 'https://kommo.com.evil.com/'],
		[kommo, 'https://example.kommo.com@evil.com/'],
		[kommo, 'https://evilkommo.com/'],
		[kommo, 'http://127.0.0.1:5678/webhook/echo'],
		[kommo, 'https://amocrm.ru.evil.com/'],
		[sandbox, 'https://example.amocrm.ru/'],
		[sandbox, 'https://evil.com/'],
		[sandbox, 'http://127.0.0.1.evil.com/'],
		[{ domain: 'evil.com', subdomain: 'a' }, 'https://a.evil.com/'],
	])('of %j takes the token to no other host: %s', (fields, url) => {
		expect(isAllowed(type, fields, url)).toBe(false);
	});
});

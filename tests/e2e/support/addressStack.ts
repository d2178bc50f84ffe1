import { sign, type SignOptions } from 'jsonwebtoken';
import { editorHost, startNginx, type RunningNginx } from '../../support/nginx';
import { startAddressProvider, type AddressProvider } from './addressProvider';
import { startTestStack, type TestStack } from './testStack';

export const suggestPath = '/api/amocrm/address/suggest';
export const providerKey = 'the key of the provider';

const secret = 'a secret key of sixty-four characters, as amoCRM makes them up.';
const audience = `https://${editorHost}`;

/** A one-time token as amoCRM makes them for widgets; `claims` and `key` make it a wrong one. */
export const widgetToken = (
	claims: object = {},
	options: SignOptions = {},
	key: string = secret,
): string =>
	sign(
		{
			iss: 'https://example.amocrm.ru',
			aud: audience,
			account_id: 28805383,
			subdomain: 'example',
			user_id: 1,
			...claims,
		},
		key,
		{ expiresIn: 1800, notBefore: 0, jwtid: '5d0f3c56-9d3b-4f6b-8b57-0e3b9f0c7a11', ...options },
	);

export interface AddressStack {
	readonly test$: TestStack;
	readonly nginx: RunningNginx;
	readonly provider: AddressProvider;
	close(): Promise<void>;
}

/** n8n with the shipped workflow behind nginx, asking a provider of our own. */
export async function startAddressStack(): Promise<AddressStack> {
	const provider = await startAddressProvider();
	const tokens = { audience, key: { algorithm: 'HS256', secret } } as const;
	const test$ = await startTestStack({
		systems: { widget: { tokens, providerKey, providerUrl: provider.url } },
	});
	const nginx = await startNginx({ N8N_UPSTREAM: new URL(test$.stack.facts().n8n.url).host });
	return {
		...{ test$, nginx, provider },
		async close() {
			await nginx.stop();
			await test$.close();
			await provider.close();
		},
	};
}

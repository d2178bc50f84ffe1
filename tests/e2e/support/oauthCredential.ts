import type { N8nRest } from '../../../stack/n8nRest';
import type { TestStack } from './testStack';

export interface OAuthCredential {
	readonly id: string;
	readonly name: string;
	readonly clientId: string;
}

async function data<T>(
	answer: Promise<{ readonly status: number; readonly data: unknown }>,
): Promise<T> {
	const { status, data: body } = await answer;
	if (status >= 300) throw new Error(`n8n: HTTP ${status} ${JSON.stringify(body)}`);
	return (body as { data: T }).data;
}

/**
 * As a person does: Connect, agree at amoCRM, come back with the code. Answers the consent page.
 * `referer` is what amoCRM calls the account; the sandbox's own address when left out.
 */
export async function connect(
	{ stack, control }: TestStack,
	{ http }: N8nRest,
	{ id, clientId }: Pick<OAuthCredential, 'id' | 'clientId'>,
	referer = new URL(stack.facts().sandbox?.url ?? '').host,
): Promise<URL> {
	const consent = new URL(await data<string>(http.get(`/rest/oauth2-credential/auth?id=${id}`)));
	const { data: issued } = await control.post('/oauth/codes', { client_id: clientId });
	const callback = new URL(consent.searchParams.get('redirect_uri') ?? '');
	const query = new URLSearchParams({
		code: (issued as { code: string }).code,
		state: consent.searchParams.get('state') ?? '',
		referer,
		client_id: clientId,
	});
	const { status } = await http.get(`${callback.pathname}?${query}`);
	if (status !== 200) throw new Error(`n8n did not take the code: HTTP ${status}`);
	return consent;
}

/** An OAuth2 credential of an integration of its own, connected. */
export async function connectedCredential(
	test$: TestStack,
	rest: N8nRest,
	name: string,
): Promise<OAuthCredential> {
	const { n8n, sandbox } = test$.stack.facts();
	const { data: integration } = await test$.control.post('/integrations', {
		name,
		redirect_uri: `${n8n.url}/rest/oauth2-credential/callback`,
	});
	const { client_id: clientId, client_secret: clientSecret } = integration as {
		client_id: string;
		client_secret: string;
	};
	const fields = { domain: 'sandbox', sandboxUrl: sandbox?.url, clientId, clientSecret };
	const type = 'amoCrmOAuth2Api';
	const { id } = await data<{ id: string }>(
		rest.http.post('/rest/credentials', { name, type, data: fields }),
	);
	const credential = { id, name, clientId };
	await connect(test$, rest, credential);
	return credential;
}

interface LoggedRequest {
	readonly seq: number;
	readonly method: string;
	readonly path: string;
	readonly status: number;
}

/** What reached the sandbox after the request with that number. */
export const requestsSince = async (
	{ control }: Pick<TestStack, 'control'>,
	seq = 0,
): Promise<readonly LoggedRequest[]> => (await control.get(`/requests?since=${seq}`)).data;

/** Status of every exchange of a code or a refresh token after that request, in order. */
export const tokenCalls = async (
	test$: Pick<TestStack, 'control'>,
	seq = 0,
): Promise<readonly number[]> =>
	(await requestsSince(test$, seq))
		.filter(({ path }) => path.startsWith('/oauth2/access_token'))
		.map(({ status }) => status);

import { decode } from 'jsonwebtoken';
import type { TestSandbox } from '../../support/sandbox';
import type { RecordedCall, Substitutes } from '../recordedCall';

const path = '/oauth2/access_token';
const token = 'POST /oauth2/access_token';
const byCode = '_oauth_token_request_code';
const byRefresh = '_oauth_token_request_refresh';
const recordedRedirect = 'https://example.com/oauth/callback';

interface Integration {
	readonly client_id: string;
	readonly client_secret: string;
	readonly redirect_uri: string;
}

const integration = async ({ control }: TestSandbox): Promise<Integration> =>
	(await control.get('/integrations')).data[0];

/** What the recorded request needs to be one of the account's integration with a fresh code. */
async function freshCode(box: TestSandbox): Promise<Substitutes> {
	const { client_id, client_secret, redirect_uri } = await integration(box);
	const { data } = await box.control.post('/oauth/codes', { client_id });
	return {
		'00000000-0000-4000-8000-000000000001': client_id,
		'<64 chars>': client_secret,
		[recordedRedirect]: redirect_uri,
		'def50200<hex>': data.code,
	};
}

async function spend(box: TestSandbox, code: Substitutes): Promise<string> {
	const { client_id, client_secret, redirect_uri } = await integration(box);
	const answer = await box.anonymous.post(path, {
		client_id,
		client_secret,
		redirect_uri,
		grant_type: 'authorization_code',
		code: code['def50200<hex>'],
	});
	return answer.data.refresh_token;
}

async function freshRefresh(box: TestSandbox): Promise<Substitutes> {
	const code = await freshCode(box);
	return { ...code, 'def50200<hex>': await spend(box, code) };
}

/** A fresh request, with something wrong in it. */
const but =
	(changes: Substitutes, start = freshCode) =>
	async (box: TestSandbox): Promise<Substitutes> => ({ ...(await start(box)), ...changes });

const claims = (answer: unknown): unknown =>
	decode((answer as { readonly access_token: string }).access_token);

export const oauthCalls: readonly RecordedCall[] = [
	{
		call: token,
		request: byCode,
		prepare: freshCode,
		status: 200,
		answer: '_oauth_token_response',
	},
	{
		call: token,
		request: byRefresh,
		prepare: freshRefresh,
		status: 200,
		answer: '_oauth_access_token_jwt_payload',
		read: claims,
	},
	{
		call: token,
		request: byCode,
		prepare: but({ 'def50200<hex>': 'def50200aa' }),
		status: 400,
		answer: '_oauth_error_cannot_decrypt_code_400',
	},
	{
		call: token,
		request: byCode,
		prepare: but({ '00000000-0000-4000-8000-000000000001': '' }),
		status: 400,
		answer: '_oauth_error_check_client_id_400',
	},
	{
		call: token,
		request: byCode,
		prepare: async (box) => {
			const code = await freshCode(box);
			await box.control.post('/clock/advance', { seconds: 20 * 60 + 1 });
			return code;
		},
		status: 400,
		answer: '_oauth_error_code_expired_400',
	},
	{
		call: token,
		request: byCode,
		prepare: async (box) => {
			const code = await freshCode(box);
			await spend(box, code);
			return code;
		},
		status: 400,
		answer: '_oauth_error_code_revoked_400',
	},
	{
		call: token,
		request: byCode,
		prepare: but({ '<64 chars>': 'wrong' }),
		status: 401,
		answer: '_oauth_error_invalid_client_401',
	},
	{
		call: token,
		request: byRefresh,
		prepare: but({ 'def50200<hex>': 'nonsense' }, freshRefresh),
		status: 400,
		answer: '_oauth_error_invalid_refresh_token_400',
	},
	{
		call: token,
		request: byCode,
		prepare: but({ [recordedRedirect]: 'https://example.com/other' }),
		status: 400,
		answer: '_oauth_error_redirect_uri_400',
	},
	{
		call: token,
		request: byRefresh,
		prepare: async (box) => {
			const old = await freshRefresh(box);
			const { client_id } = await integration(box);
			await box.control.post(`/integrations/${client_id}/disable`);
			return old;
		},
		status: 401,
		answer: '_oauth_error_token_revoked_401',
	},
	{
		call: 'GET /oauth2/account/current/subdomain',
		headers: { 'X-Refresh-Token': '{refreshToken}' },
		prepare: async (box) => ({ refreshToken: (await freshRefresh(box))['def50200<hex>'] }),
		status: 200,
		answer: 'subdomain__GET_oauth2_account_current_subdomain__response',
	},
	{
		call: 'GET /oauth2/account/subdomain',
		status: 200,
		answer: 'subdomain__GET_oauth2_account_subdomain__response',
	},
];

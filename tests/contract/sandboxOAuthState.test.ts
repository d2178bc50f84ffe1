import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oauthClient } from '../support/oauthClient';
import { testSandbox, type TestSandbox } from '../support/sandbox';

/** Tokens, rules and the account's name in the state file. */
const started: TestSandbox[] = [];
let folder: string;
let stateFile: string;

const start = async (): Promise<TestSandbox> => {
	const box = await testSandbox({ stateFile });
	started.push(box);
	return box;
};

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'sandbox-oauth-state-'));
	stateFile = join(folder, 'sandbox.json');
});

afterEach(async () => {
	for (const { sandbox } of started.splice(0)) await sandbox.close();
	rmSync(folder, { recursive: true, force: true });
});

it('a state file of an older sandbox keeps its tokens, which get the scopes of their integration', async () => {
	const first = await start();
	const { refresh_token } = await (await oauthClient(first)).connect();
	await started.pop()?.sandbox.close();
	const { version, data } = JSON.parse(readFileSync(stateFile, 'utf8'));
	const { rules: _rules, longLivedTokens: _tokens, ...oauth } = data.oauth;
	type Entries = { readonly $map: ReadonlyArray<readonly [string, Record<string, unknown>]> };
	const without = ({ $map }: Entries, ...keys: readonly string[]) => ({
		$map: $map.map(([id, one]) => [
			id,
			Object.fromEntries(Object.entries(one).filter(([key]) => !keys.includes(key))),
		]),
	});
	const { id, subdomain, name } = data.account;
	const old = {
		...data,
		account: { id, subdomain, name },
		oauth: {
			...oauth,
			integrations: without(oauth.integrations, 'kind'),
			codes: without(oauth.codes, 'scopes'),
			refreshTokens: without(oauth.refreshTokens, 'scopes', 'exchanged_at'),
		},
	};
	writeFileSync(stateFile, JSON.stringify({ version, data: old }));

	const second = await start();
	const client = await oauthClient(second);
	const { status, data: pair } = await client.byRefresh(refresh_token);
	expect(status).toBe(200);
	const { data: grants } = await second.control.get('/oauth/grants');
	expect(grants).toHaveLength(2);
	for (const { scopes } of grants) expect(scopes).toContain('crm');
	expect((await client.account(pair.access_token)).status).toBe(200);
	const { client_id } = client.app;
	const made = await second.control.post('/oauth/long-lived-tokens', { client_id });
	expect((await client.account(made.data.token)).status).toBe(200);
	const { data: state } = await second.control.get('/state');
	expect(state.account).toMatchObject({ unpaid_since: null, former_subdomains: [] });
});

it('a restart keeps rules and long-lived tokens, and what was revoked stays revoked', async () => {
	const first = await start();
	const { client_id } = (await oauthClient(first)).app;
	const make = async () =>
		(await first.control.post('/oauth/long-lived-tokens', { client_id })).data;
	const [kept, revoked] = [await make(), await make()];
	await first.control.delete(`/oauth/long-lived-tokens/${revoked.jti}`);
	await first.control.patch('/oauth/rules', { refresh_grace: 0 });
	await first.control.patch('/account', { subdomain: 'novyy' });
	await started.pop()?.sandbox.close();

	const second = await start();
	const client = await oauthClient(second);
	expect((await client.account(kept.token)).data.subdomain).toBe('novyy');
	expect((await client.account(revoked.token)).status).toBe(401);
	expect((await second.control.get('/oauth/rules')).data.refresh_grace).toBe(0);
});

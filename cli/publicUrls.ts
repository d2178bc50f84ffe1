import type { Client } from 'pg';
import type { PublicUrlUse } from '../src/publicUrl/rules';
import type { Io } from './io';

export interface PublicUrl {
	readonly use: PublicUrlUse;
	readonly url: string;
	/** Who says so. */
	readonly from: string;
}

/** The options of `doctor` that name addresses; each may be given several times. */
export const publicUrlOptions = {
	'webhook-url': { type: 'string', multiple: true },
	'redirect-uri': { type: 'string', multiple: true },
	'disconnect-url': { type: 'string', multiple: true },
} as const;

export type PublicUrlValues = {
	readonly [name in keyof typeof publicUrlOptions]?: readonly string[] | undefined;
};

/** Option and variable of each use; a variable holds one address or several with commas. */
const given = [
	['webhook', 'webhook-url', 'AMOCRM_WEBHOOK_URL'],
	['redirect URI', 'redirect-uri', 'AMOCRM_REDIRECT_URI'],
	['disconnect hook', 'disconnect-url', 'AMOCRM_DISCONNECT_URL'],
] as const;

const listOf = (text: string | undefined): readonly string[] =>
	(text ?? '').split(/[,\s]+/).filter((url) => url !== '');

/** What the person who calls says. */
export const givenUrls = (values: PublicUrlValues, env: Io['env']): readonly PublicUrl[] =>
	given.flatMap(([use, option, variable]) => [
		...(values[option] ?? []).map((url) => ({ use, url, from: `--${option}` })),
		...listOf(env[variable]).map((url) => ({ use, url, from: variable })),
	]);

/** The redirect URI that n8n sends to amoCRM: it follows from n8n's own settings. */
export function n8nRedirectUri(env: Io['env']): readonly PublicUrl[] {
	const variable = ['N8N_EDITOR_BASE_URL', 'N8N_WEBHOOK_URL', 'WEBHOOK_URL'].find(
		(name) => env[name],
	);
	if (!variable) return [];
	const base = String(env[variable]).replace(/\/+$/, '');
	const rest = env['N8N_ENDPOINT_REST'] || 'rest';
	return [
		{ use: 'redirect URI', url: `${base}/${rest}/oauth2-credential/callback`, from: variable },
	];
}

interface StaticData {
	readonly [node: string]: { readonly production?: { readonly destination?: unknown } } | undefined;
}

/** What the published AmoCRM Triggers gave amoCRM, from n8n's own database. */
export async function triggerUrls(n8nDatabase: Client): Promise<readonly PublicUrl[]> {
	const { rows } = await n8nDatabase.query<{ name: string; data: StaticData | null }>(
		'select name, "staticData" as data from workflow_entity where active order by name',
	);
	return rows.flatMap(({ name, data }) =>
		Object.values(data ?? {}).flatMap((node) => {
			const url = node?.production?.destination;
			return typeof url === 'string' ? [{ use: 'webhook' as const, url, from: `"${name}"` }] : [];
		}),
	);
}

/** Each address of a use once, under the name of who said it first. */
export const withoutRepeats = (urls: readonly PublicUrl[]): readonly PublicUrl[] =>
	urls.filter(
		({ use, url }, index) =>
			urls.findIndex((other) => other.use === use && other.url === url) === index,
	);

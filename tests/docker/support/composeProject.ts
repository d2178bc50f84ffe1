import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import axios, { type AxiosInstance } from 'axios';
import { repositoryRoot } from '../../../stack/paths';
import { freePort } from '../../../stack/ports';
import { selfSigned } from '../../support/certificate';
import { localAgent, webhookHost } from '../../support/nginx';

/** docker-compose.yml under a name of its own, with its own images, secrets and ports on loopback. */
export interface ComposeProject {
	readonly secrets: readonly string[];
	/** To nginx over TLS, certificate checked; no status is an error. */
	readonly amoCrm: AxiosInstance;
	/** Output of `docker compose <args>`; an error when it fails. */
	compose(...args: readonly string[]): Promise<string>;
	databaseUrl(database: 'amocrm' | 'n8n'): string;
	remove(): Promise<void>;
}

const execute = promisify(execFile);
const tag = 'check';
const images = ['amocrm-pipeline', 'amocrm-pipeline-sandbox'].map((name) => `${name}:${tag}`);
const secret = (): string => randomBytes(24).toString('hex');

/** docker/.env.example filled in; what it does not offer cannot be set. */
function fillExample(values: Readonly<Record<string, string>>): string {
	let text = readFileSync(join(repositoryRoot, 'docker', '.env.example'), 'utf8');
	for (const [name, value] of Object.entries(values)) {
		const line = new RegExp(`^${name}=.*$`, 'm');
		if (!line.test(text)) throw new Error(`docker/.env.example has no ${name}`);
		text = text.replace(line, `${name}=${value}`);
	}
	return text;
}

/** Where the engine is; any other variable of this shell would outdo the file. */
const engine = Object.fromEntries(
	Object.entries(process.env).filter(([name]) => /^(PATH|HOME|DOCKER_\w+)$/.test(name)),
);

/**
 * Takes everything down when this process ends, however it ends: a program of its own, which Ctrl-C does not
 * reach, reads from a pipe that the system closes then.
 */
function removeAtEnd(folder: string, compose: readonly string[]): () => Promise<void> {
	const script = `folder=$1; shift; cat >/dev/null
		"$@" down --volumes --remove-orphans; docker image rm ${images.join(' ')}; rm -rf "$folder"`;
	const remover = spawn('sh', ['-c', script, 'sh', folder, 'docker', ...compose], {
		detached: true,
		env: engine,
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	return async () => {
		remover.stdin?.end();
		await once(remover, 'close');
	};
}

export async function makeComposeProject(): Promise<ComposeProject> {
	const folder = mkdtempSync(join(tmpdir(), 'amocrm-compose-'));
	chmodSync(folder, 0o755);
	const day = 86_400_000;
	const from = new Date(Date.now() - day);
	const certificate = selfSigned({ host: webhookHost, from, to: new Date(Date.now() + day) });
	mkdirSync(join(folder, 'tls'));
	writeFileSync(join(folder, 'tls', 'fullchain.pem'), certificate.cert);
	writeFileSync(join(folder, 'tls', 'privkey.pem'), certificate.key, { mode: 0o600 });

	const allowList = join(folder, 'allow-list');
	writeFileSync(allowList, '0.0.0.0/0 # everybody, by a rule\n');

	const passwords = {
		N8N_ENCRYPTION_KEY: secret(),
		N8N_OWNER_PASSWORD: `Amo7${secret()}`,
		POSTGRES_PASSWORD: secret(),
		N8N_DB_PASSWORD: secret(),
		AMOCRM_DB_PASSWORD: secret(),
		AMOCRM_WRITER_PASSWORD: secret(),
		AMOCRM_READER_PASSWORD: secret(),
		AMOCRM_SANDBOX_TOKEN: secret(),
	};
	const settings = {
		WEBHOOK_HOST: webhookHost,
		TLS_DIR: join(folder, 'tls'),
		TLS_ROOT: join(folder, 'tls'),
		ACME_DIR: join(folder, 'acme'),
		AMOCRM_PIPELINE_VERSION: tag,
		AMOCRM_JARVIS_URL: 'http://127.0.0.1:8090/jarvis',
		N8N_WEBHOOK_URL: 'http://127.0.0.1:5678/',
		RECEIVER_MODE: 'fallback',
		AMOCRM_ALLOW_LIST: allowList,
	};
	const environment = join(folder, '.env');
	writeFileSync(environment, fillExample({ ...passwords, ...settings }), { mode: 0o600 });

	const [http, https, postgres] = [await freePort(), await freePort(), await freePort()];
	const override = join(folder, 'ports.yml');
	writeFileSync(
		override,
		`services:
  nginx: { ports: !override ['127.0.0.1:${http}:80', '127.0.0.1:${https}:443'] }
  postgres: { ports: ['127.0.0.1:${postgres}:5432'] }
`,
	);

	const common = [
		...['compose', '--project-name', `amocrm-check-${process.pid}`, '--env-file', environment],
		...['--file', join(repositoryRoot, 'docker-compose.yml'), '--file', override],
		...['--profile', 'sandbox', '--profile', 'receiver'],
	];
	return {
		secrets: Object.values(passwords),
		amoCrm: axios.create({
			baseURL: `https://${webhookHost}:${https}`,
			httpsAgent: localAgent(certificate.cert),
			validateStatus: () => true,
		}),
		async compose(...args) {
			const options = { env: engine, maxBuffer: 64 * 1024 * 1024 };
			const { stdout } = await execute('docker', [...common, ...args], options);
			return stdout;
		},
		databaseUrl: (database) =>
			`postgres://postgres:${passwords.POSTGRES_PASSWORD}@127.0.0.1:${postgres}/${database}`,
		// `scale` is named for what a single test starts of it.
		remove: removeAtEnd(folder, [...common, '--profile', 'scale']),
	};
}

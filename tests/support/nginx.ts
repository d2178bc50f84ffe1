import { spawn, spawnSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { Agent } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios, { type AxiosInstance } from 'axios';
import { repositoryRoot } from '../../stack/paths';
import { freePort } from '../../stack/ports';
import { eventually } from './eventually';
import { searchPath } from './program';

export const editorHost = 'n8n.example.test';
export const webhookHost = 'webhook.example.test';

/** What nginx itself, its rendering and its certificate are made with. */
export const nginxPrograms = ['nginx', 'envsubst', 'openssl'] as const;

/** Variables of nginx/templates (docs/guides/nginx.md); hosts, ports and folders are set here. */
export type NginxVariables = Readonly<Record<string, string>>;

export interface RenderedNginx {
	readonly folder: string;
	readonly httpPort: number;
	readonly httpsPort: number;
	readonly certificate: string;
	/** The shell's or nginx's own complaint, or null when the configuration is good. */
	problem(): string | null;
	remove(): void;
}

export interface RunningNginx extends RenderedNginx {
	/** HTTPS to one of the two hosts, certificate checked; statuses and redirects are not errors. */
	client(host: string): AxiosInstance;
	/** Every log nginx has written, its own output included. */
	logs(): string;
	/** One object per request that nginx has answered. */
	accessLog(): ReadonlyArray<Readonly<Record<string, string>>>;
	stop(): Promise<void>;
}

const run = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void => {
	const { status, stderr, error } = spawnSync(command, args, {
		env: { PATH: searchPath, ...env },
		encoding: 'utf8',
	});
	if (error) throw error;
	if (status !== 0) throw new Error(`${command}: ${stderr}`);
};

function makeCertificate(folder: string): void {
	mkdirSync(folder);
	const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
	const names = `subjectAltName=DNS:${editorHost},DNS:${webhookHost}`;
	run('openssl', [
		...['req', '-x509', ...key, '-days', '2', '-subj', '/CN=amocrm-pipeline test'],
		...['-addext', names, '-keyout', join(folder, 'privkey.pem')],
		...['-out', join(folder, 'fullchain.pem')],
	]);
}

/** The part that the Debian package and the Docker image bring along: everything around conf.d. */
const mainConfiguration = (folder: string): string => `
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/logs/error.log info;
events { worker_connections 1024; }
http {
	access_log ${folder}/logs/unexpected-access.log;
	client_body_temp_path ${folder}/body;
	proxy_temp_path ${folder}/proxy;
	fastcgi_temp_path ${folder}/fastcgi;
	uwsgi_temp_path ${folder}/uwsgi;
	scgi_temp_path ${folder}/scgi;
	include ${folder}/conf.d/*.conf;
}
`;

/**
 * Renders nginx/templates with nginx/render.sh into a folder of its own; ports are free ones.
 * `ownConfiguration` is a further file in conf.d, as operators add them.
 */
export async function renderNginx(
	variables: NginxVariables,
	ownConfiguration = '',
): Promise<RenderedNginx> {
	const folder = mkdtempSync(join(tmpdir(), 'amocrm-nginx-'));
	chmodSync(folder, 0o755);
	mkdirSync(join(folder, 'logs'));
	makeCertificate(join(folder, 'tls'));
	const httpPort = await freePort();
	const httpsPort = await freePort();
	let rendering: string | null = null;
	try {
		run(join(repositoryRoot, 'nginx', 'render.sh'), [], {
			N8N_HOST: editorHost,
			WEBHOOK_HOST: webhookHost,
			HTTP_LISTEN: `127.0.0.1:${httpPort}`,
			HTTPS_LISTEN: `127.0.0.1:${httpsPort}`,
			TLS_DIR: join(folder, 'tls'),
			ACME_DIR: join(folder, 'acme'),
			LOG_DIR: join(folder, 'logs'),
			CACHE_DIR: join(folder, 'cache'),
			NGINX_ENVSUBST_OUTPUT_DIR: join(folder, 'conf.d'),
			...variables,
		});
	} catch (error) {
		rendering = String(error);
	}
	mkdirSync(join(folder, 'conf.d'), { recursive: true });
	writeFileSync(join(folder, 'conf.d', 'own.conf'), ownConfiguration);
	writeFileSync(join(folder, 'nginx.conf'), mainConfiguration(folder));
	return {
		folder,
		httpPort,
		httpsPort,
		certificate: readFileSync(join(folder, 'tls', 'fullchain.pem'), 'utf8'),
		problem() {
			if (rendering !== null) return rendering;
			try {
				run('nginx', ['-t', '-q', '-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')]);
				return null;
			} catch (error) {
				return String(error);
			}
		},
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

const accepts = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const socket = connectTcp(port, '127.0.0.1', () => {
			socket.destroy();
			resolve(true);
		});
		socket.on('error', () => resolve(false));
	});

/**
 * Both names lead to this machine, as DNS would have it. `servername` is the name given in TLS
 * when it is to differ from the one in the request.
 */
export const localAgent = (certificate: string, servername?: string): Agent =>
	new Agent({
		ca: certificate,
		...(servername === undefined ? {} : { servername }),
		lookup: (_name, options, done) =>
			options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
	});

/** The real nginx on rendered templates. Loopback only, no root needed. */
export async function startNginx(
	variables: NginxVariables,
	ownConfiguration = '',
): Promise<RunningNginx> {
	const rendered = await renderNginx(variables, ownConfiguration);
	const { folder, httpPort, httpsPort } = rendered;
	const problem = rendered.problem();
	if (problem !== null) {
		rendered.remove();
		throw new Error(problem);
	}
	const nginx = spawn(
		'nginx',
		['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'],
		{ env: { PATH: searchPath }, stdio: ['ignore', 'pipe', 'pipe'] },
	);
	let output = '';
	nginx.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	nginx.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const ended = new Promise<void>((resolve) => nginx.once('close', () => resolve()));
	await eventually('nginx listens', async () => {
		if (nginx.exitCode !== null) throw new Error(output);
		return (await accepts(httpPort)) && (await accepts(httpsPort));
	});

	const logFolder = join(folder, 'logs');
	return {
		...rendered,
		client: (host) =>
			axios.create({
				baseURL: `https://${host}:${httpsPort}`,
				httpsAgent: localAgent(rendered.certificate),
				timeout: 30_000,
				maxBodyLength: Infinity,
				maxRedirects: 0,
				validateStatus: () => true,
			}),
		logs: () =>
			readdirSync(logFolder)
				.map((file) => readFileSync(join(logFolder, file), 'utf8'))
				.join('') + output,
		accessLog() {
			const file = join(logFolder, 'access.log');
			const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
			return text
				.split('\n')
				.filter(Boolean)
				.map((line) => JSON.parse(line) as Record<string, string>);
		},
		async stop() {
			nginx.kill('SIGTERM');
			await ended;
			rendered.remove();
		},
	};
}

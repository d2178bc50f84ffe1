import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repositoryRoot } from '../../stack/paths';

export interface Service {
	readonly image: string;
	readonly build?: { readonly context: string; readonly target: string };
	readonly profiles?: readonly string[];
	readonly environment?: Readonly<Record<string, string>>;
	readonly ports?: readonly string[];
	readonly command?: readonly string[];
	readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
	readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
	readonly deploy?: { readonly replicas: number };
	readonly restart: string;
	readonly mem_limit: string;
	readonly cap_drop: readonly string[];
	readonly security_opt: readonly string[];
	readonly logging: { readonly options: Readonly<Record<string, string>> };
	readonly volumes?: readonly string[];
	readonly user?: string;
	readonly pull_policy?: string;
}

export const read = (...path: readonly string[]): string =>
	readFileSync(join(repositoryRoot, ...path), 'utf8');

export const composeText = read('docker-compose.yml');
export const compose = parse(composeText, { merge: true }) as {
	readonly services: Readonly<Record<string, Service>>;
	readonly volumes: Readonly<Record<string, unknown>>;
};
export const dockerfile = read('Dockerfile');

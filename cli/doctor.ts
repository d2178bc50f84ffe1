import { parseArgs } from 'node:util';
import { checks, explainFailure, notOfN8n, withClient, type Finding } from './doctorChecks';
import { oauthFindings } from './doctorToken';
import { urlFindings } from './doctorUrls';
import { findInstallation, type Installation } from './installation';
import type { Io } from './io';
import {
	givenUrls,
	n8nRedirectUri,
	publicUrlOptions,
	triggerUrls,
	withoutRepeats,
	type PublicUrl,
	type PublicUrlValues,
} from './publicUrls';

const marks: Readonly<Record<Finding['state'], string>> = {
	ok: 'ok',
	warning: 'WARN',
	failed: 'FAIL',
	skipped: 'skip',
};

type Line = readonly [name: string, finding: Finding];

const under = (name: string, findings: readonly Finding[]): readonly Line[] =>
	findings.map((finding) => [name, finding]);

interface N8nFacts {
	readonly credentials: readonly Finding[];
	readonly urls: readonly PublicUrl[];
	readonly fault?: Finding;
}

async function n8nFacts({ n8nDatabaseUrl }: Installation): Promise<N8nFacts> {
	if (!n8nDatabaseUrl) return { credentials: [], urls: [] };
	try {
		return await withClient(n8nDatabaseUrl, async (database) => ({
			credentials: await oauthFindings(database),
			urls: await triggerUrls(database),
		}));
	} catch (error) {
		return { credentials: [], urls: [], fault: notOfN8n(error) };
	}
}

const noUrl: Finding = {
	state: 'skipped',
	text: 'no public address',
	fix: 'give --webhook-url, --redirect-uri or --disconnect-url',
};

async function* findings(
	installation: Installation,
	values: PublicUrlValues,
	env: Io['env'],
): AsyncGenerator<Line> {
	for (const [name, check] of checks) {
		yield [name, await check(installation).catch(explainFailure)];
	}
	const { credentials, urls, fault } = await n8nFacts(installation);
	if (fault) yield ['n8n data', fault];
	yield* under('OAuth2', credentials);
	// What a person names is always looked at; what n8n has only where amoCRM has to reach it.
	const known = installation.isSandbox ? [] : [...n8nRedirectUri(env), ...urls];
	const subjects = withoutRepeats([...givenUrls(values, env), ...known]);
	if (subjects.length === 0 && !installation.isSandbox) yield ['URL', noUrl];
	for (const subject of subjects) yield* under('URL', await urlFindings(subject, new Date()));
}

/** Prints one line a check, and what to do where something is wrong. Exit code 1 when a check failed. */
export async function doctorCommand(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseArgs({
		args: [...args],
		options: { json: { type: 'boolean' }, ...publicUrlOptions },
	});
	const installation = findInstallation(io.env);
	let exitCode = 0;
	for await (const [name, finding] of findings(installation, values, io.env)) {
		if (finding.state === 'failed') exitCode = 1;
		if (values.json) {
			io.stdout.write(`${JSON.stringify({ check: name, ...finding })}\n`);
			continue;
		}
		const fix = finding.fix ? `  ->  ${finding.fix}` : '';
		io.stdout.write(`${marks[finding.state].padEnd(5)}${name.padEnd(10)}${finding.text}${fix}\n`);
	}
	return exitCode;
}

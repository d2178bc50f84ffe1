import { databaseOptions } from './database';

export const usage = `Usage: amocrm-pipeline backfill [options]
       amocrm-pipeline backfill status
       amocrm-pipeline backfill resume [<id>] [--max-requests N]
       amocrm-pipeline backfill cancel [<id>]

Imports leads that exist already, with their contacts and companies, into the tables. May be
interrupted at any time, also by kill -9; "resume" goes on where it was.

  --from, --to TIME          2026-01-31 (midnight UTC) or 2026-01-31T09:00:00+03:00; --to is not included
  --by created_at|updated_at which time of a lead they mean (created_at)
  --pipeline ID              only leads of this pipeline
  --max-requests N           stop after so many; 250 leads or contacts come with one (1000)
  --reserve N                leave so many of the hour's 7,000 requests to others (2000)
  --requests-per-second N    of the account's 7 (2)
  --dry-run                  only say how many requests it would take
  --json                     one JSON object per line
  --database-url, --schema   as in "migrate"

The account: AMOCRM_SUBDOMAIN, AMOCRM_DOMAIN and AMOCRM_ACCESS_TOKEN, as for "doctor".
`;

export const options = {
	...databaseOptions,
	by: { type: 'string' },
	'dry-run': { type: 'boolean' },
	from: { type: 'string' },
	help: { type: 'boolean', short: 'h' },
	json: { type: 'boolean' },
	'max-requests': { type: 'string' },
	pipeline: { type: 'string' },
	'requests-per-second': { type: 'string', default: '2' },
	reserve: { type: 'string' },
	to: { type: 'string' },
} as const;

export interface BackfillValues {
	readonly by?: string | undefined;
	readonly from?: string | undefined;
	readonly to?: string | undefined;
	readonly pipeline?: string | undefined;
	readonly reserve?: string | undefined;
	readonly 'max-requests'?: string | undefined;
}

function numberOf(given: string, name: string, least: number, most: number): number {
	const number = Number(given);
	if (given.trim() !== '' && number >= least && number <= most) return number;
	throw new Error(`--${name} is "${given}", but it is a number from ${least} to ${most}.`);
}

function wholeNumber(given: string, name: string, least: number, most: number): number {
	const number = numberOf(given, name, least, most);
	if (Number.isInteger(number)) return number;
	throw new Error(`--${name} is "${given}", but it is a whole number.`);
}

export const maxRequestsOf = (given: string | undefined): number | null =>
	given === undefined ? null : wholeNumber(given, 'max-requests', 1, 100_000);

export const requestsPerSecondOf = (given: string): number =>
	numberOf(given, 'requests-per-second', 0.01, 7);

/** For amocrm_read_backfill, which says what is wrong with a time. */
export function wantedOf(values: BackfillValues): string {
	const { by, from, to, pipeline, reserve } = values;
	return JSON.stringify({
		by,
		from,
		to,
		pipelineId:
			pipeline === undefined ? undefined : wholeNumber(pipeline, 'pipeline', 1, 1_000_000_000_000),
		maxRequests: maxRequestsOf(values['max-requests']) ?? undefined,
		reserve: reserve === undefined ? undefined : wholeNumber(reserve, 'reserve', 0, 6999),
	});
}

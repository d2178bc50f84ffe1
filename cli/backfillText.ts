import type { Progress } from '../src/backfill/progress';

export const number = (value: number): string => value.toLocaleString('en-US');
const moment = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

/** `1,250 leads, 800 contacts, 12 companies; 13 of 1,000 requests; 40 % of the time` */
export const progressText = (progress: Progress): string =>
	[
		`${number(progress.leads)} leads, ${number(progress.contacts)} contacts, ${number(progress.companies)} companies`,
		`${number(progress.requests)} of ${number(progress.most_requests)} requests`,
		`${Math.floor(progress.share_of_time * 100)} % of the time`,
	].join('; ');

const wantedText = ({ by_time, from_time, until_time, pipeline_id }: Progress): string =>
	[
		from_time || until_time ? by_time : 'all leads',
		from_time ? `from ${moment(from_time)}` : '',
		until_time ? `to ${moment(until_time)}` : '',
		pipeline_id === null ? '' : `of pipeline ${pipeline_id}`,
	]
		.filter((part) => part !== '')
		.join(' ');

const stateText = ({ state, is_running: isRunning, waits_until: waits }: Progress): string => {
	if (state !== 'open') return state;
	if (waits) return `waits until ${moment(waits)}`;
	return isRunning ? 'running' : 'open, nobody works on it';
};

/** One import as the row of a table. */
export const statusRow = (progress: Progress): Readonly<Record<string, unknown>> => ({
	...progress,
	state: stateText(progress),
	wanted: wantedText(progress),
	time: `${Math.floor(progress.share_of_time * 100)} %`,
	requests: `${progress.requests}/${progress.most_requests}`,
	opened: moment(progress.opened_at),
});

export const statusColumns = [
	'id',
	'state',
	'wanted',
	'leads',
	'contacts',
	'companies',
	'requests',
	'time',
	'opened',
	'last_error',
] as const;

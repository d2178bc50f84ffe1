import { eventRows, rowNamed } from './catalog';
import type { AmoEvent } from './types';

export interface EventFilter {
	/** Event names or webhook settings; empty means every event. */
	readonly events: readonly string[];
	/** Only for lead events that carry a pipeline; empty means all. */
	readonly pipelines: readonly number[];
	/** Only for lead events that carry a status; empty means all. */
	readonly statuses: readonly number[];
	/** Changes made by these users are left out; 0 is a robot or an integration. */
	readonly ignoreUserIds: readonly number[];
}

const knownSettings: ReadonlySet<string> = new Set(eventRows.flatMap(({ settings }) => settings));

const isKnown = (name: string): boolean => rowNamed(name) !== undefined || knownSettings.has(name);

function isChosen(event: string, chosen: readonly string[]): boolean {
	if (chosen.length === 0 || chosen.includes(event)) return true;
	const row = rowNamed(event);
	const settings = row?.settings ?? [];
	if (settings.some((setting) => chosen.includes(setting))) return true;
	if (row?.refines !== undefined) return isChosen(row.refines, chosen);
	// What a setting that nobody has documented delivers is not known; only an event that no known
	// setting brings can be it.
	return settings.length === 0 && chosen.some((name) => !isKnown(name));
}

function isAmong(value: unknown, wanted: readonly number[]): boolean {
	return wanted.length === 0 || typeof value !== 'number' || wanted.includes(value);
}

/** True when the workflow wants the event, otherwise the reason why not. */
export function matches(event: AmoEvent, filter: EventFilter): true | string {
	if (!isChosen(event.event, filter.events)) return `${event.event} is not among the chosen events`;
	if (event.changedBy !== null && filter.ignoreUserIds.includes(event.changedBy)) {
		return `changed by user ${event.changedBy}, whose changes are ignored`;
	}
	if (event.entity !== 'lead') return true;
	const { pipeline_id: pipeline, status_id: status } = event.data;
	if (!isAmong(pipeline, filter.pipelines))
		return `pipeline ${pipeline} is not among the chosen ones`;
	if (!isAmong(status, filter.statuses)) return `status ${status} is not among the chosen ones`;
	return true;
}

import type { Client } from 'pg';
import type { Finding } from './doctorChecks';

interface HealthRow {
	readonly name: string;
	readonly subject: string;
	readonly state: 'ok' | 'warning' | 'alarm';
	readonly finding: string;
	readonly what_to_do: string | null;
}

/** Which rows of amocrm_pipeline_health each line of `doctor` sums up. */
export const healthLines = {
	events: ['lag', 'dead', 'unreadable', 'silence'],
	runs: ['workflow_failures'],
	budget: ['api_minute', 'api_hour', 'api_limited'],
	watch: ['api_failing', 'webhook_disabled', 'webhook_missing', 'webhook_unchecked', 'telegram'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type HealthLine = keyof typeof healthLines;

const stateOf = { ok: 'ok', warning: 'warning', alarm: 'failed' } as const;
const rank = { ok: 0, warning: 1, alarm: 2 } as const;

/** All rows in words, with the state and the advice of the worst; rows of one text are said once. */
function summary(rows: readonly HealthRow[]): Finding {
	const worst = [...rows].sort((a, b) => rank[b.state] - rank[a.state])[0];
	if (!worst) return { state: 'ok', text: 'nothing to look at' };
	const bad = rows.filter(({ state }) => state !== 'ok');
	const shown = bad.length > 0 ? bad : rows;
	const texts = shown.map(({ name, subject, finding }) => {
		const isOneOfMany = shown.filter((row) => row.name === name).length > 1;
		return isOneOfMany ? `${finding} (${subject})` : finding;
	});
	return {
		state: stateOf[worst.state],
		text: [...new Set(texts)].filter((text) => text !== 'nothing yet').join(', ') || 'nothing yet',
		...(worst.what_to_do === null ? {} : { fix: worst.what_to_do }),
	};
}

/** One line of `doctor` from the view that the alarms come from: both say the same. */
export async function healthFinding(client: Client, line: HealthLine): Promise<Finding> {
	const { rows } = await client.query<HealthRow>(
		`select name, subject, state, finding, what_to_do from amocrm_pipeline_health
		where name = any($1)`,
		[healthLines[line]],
	);
	return summary(rows);
}

import { lossReasons, lost, pipelines, won } from './pipelines';
import type { Random } from './random';
import { personUserId, users } from './users';

export interface Move {
	readonly at: number;
	readonly status_id: number;
	readonly loss_reason_id: number | null;
}

/** What happened to one lead; times in unix seconds, in order, none after `now`. */
export interface LeadHistory {
	readonly created_at: number;
	readonly created_by: number;
	readonly responsible_user_id: number;
	readonly pipeline_id: number;
	readonly status_id: number;
	readonly price: number;
	/** Channel as the field «Источник» has it, and the marks of advertising where it was that. */
	readonly channel: string;
	readonly utm: Readonly<Record<string, string>>;
	/** When a person wrote down the first conversation; null while nobody did. */
	readonly answered_at: number | null;
	readonly moves: readonly Move[];
}

const hour = 3600;
const day = 24 * hour;

const channels = [
	{ channel: 'Сайт', utm: { UTM_SOURCE: 'yandex', UTM_MEDIUM: 'cpc', UTM_CAMPAIGN: 'stanki' } },
	{ channel: 'Сайт', utm: { UTM_SOURCE: 'google', UTM_MEDIUM: 'cpc', UTM_CAMPAIGN: 'service' } },
	{ channel: 'Telegram', utm: { UTM_SOURCE: 'telegram', UTM_MEDIUM: 'social' } },
	{ channel: 'Звонок', utm: {} },
] as const;

function movesOf(random: Random, stages: readonly number[], from: number, now: number): Move[] {
	const moves: Move[] = [];
	const close = (at: number, status_id: number): void => {
		const hasReason = status_id === lost && random.below(5) > 0;
		const loss_reason_id = hasReason ? random.pick(lossReasons).id : null;
		if (at <= now) moves.push({ at, status_id, loss_reason_id });
	};
	let at = from;
	for (const status_id of stages) {
		at += hour * (2 + random.below(120));
		if (at > now) return moves;
		if (random.below(5) === 0) {
			close(at, lost);
			return moves;
		}
		moves.push({ at, status_id, loss_reason_id: null });
	}
	close(at + hour * (2 + random.below(120)), random.below(10) < 7 ? won : lost);
	return moves;
}

/** A lead as a sales department works it, created within the `days` before `now`. */
export function leadHistory(random: Random, days: number, now: number): LeadHistory {
	const pipeline = random.below(4) === 0 ? pipelines[1] : pipelines[0];
	const stages = (pipeline?.statuses ?? []).filter(
		({ id, type }) => type === 0 && id !== won && id !== lost,
	);
	const [first, ...later] = stages.map(({ id }) => id);
	if (!pipeline || first === undefined) throw new Error('the seed has no pipeline with stages');
	const created_at = now - random.below(days * day);
	const answered_at = created_at + 60 * (2 + random.below(600));
	return {
		created_at,
		created_by: random.below(4) === 0 ? personUserId : 0,
		responsible_user_id: users[random.below(2)]?.id ?? personUserId,
		pipeline_id: pipeline.id,
		status_id: first,
		price: 1000 * (20 + random.below(480)),
		...random.pick(channels),
		answered_at: answered_at <= now ? answered_at : null,
		moves: movesOf(random, later, answered_at, now),
	};
}

import { brokenByAnswer, brokenBySilence, daysUntil } from '../src/publicUrl/answer';
import { brokenRules, type BrokenRule } from '../src/publicUrl/rules';
import type { Finding } from './doctorChecks';
import { probePublicUrl, type ProbeOptions } from './probePublicUrl';
import type { PublicUrl } from './publicUrls';

/** Without the query, which holds the key of a webhook, and without a password. */
function shown({ use, url }: PublicUrl): string {
	// Where a password ends is known of an address only; of anything else up to the last @ is hidden.
	const user = URL.canParse(url) ? /\/\/[^/?#\\]*@/ : /\/\/.*@/;
	return `${use} ${url
		.trim()
		.replace(user, '//')
		.replace(/[?#].*$/, '')}`;
}

const broken = (subject: PublicUrl, { rule, state, text, fix }: BrokenRule): Finding => ({
	state,
	text: `${shown(subject)} ${text} (rule: ${rule}; from ${subject.from})`,
	fix,
});

/** One finding for each rule that the address breaks, or one that says it breaks none. */
export async function urlFindings(
	subject: PublicUrl,
	now: Date,
	options: ProbeOptions = {},
): Promise<readonly Finding[]> {
	const byLooks = brokenRules(subject.url, subject.use);
	if (byLooks.some(({ state }) => state === 'failed')) {
		return byLooks.map((rule) => broken(subject, rule));
	}
	const answer = await probePublicUrl(new URL(subject.url.trim()), subject.use, options);
	if ('code' in answer)
		return [...byLooks, brokenBySilence(answer)].map((rule) => broken(subject, rule));
	const all = [...byLooks, ...brokenByAnswer(answer, subject.use, now)];
	if (all.length > 0) return all.map((rule) => broken(subject, rule));
	const days = daysUntil(answer.certificateEnds, now);
	return [
		{
			state: 'ok',
			text: `${shown(subject)} answers HTTP ${answer.status}, its certificate has ${days} days left`,
		},
	];
}

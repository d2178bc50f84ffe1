import type { IHookFunctions } from 'n8n-workflow';
import { messageOf } from '../../src/messageOf';
import { report, type Condition } from './report';
import { readSettings } from './settings';

export interface Renewal {
	/** Asks amoCRM, with one request. */
	look(): Promise<Condition>;
	/** Makes or revives the webhook. */
	subscribe(): Promise<void>;
	accountId(): number | undefined;
	/** True while the activation itself is still trying to subscribe. */
	isBusy(): boolean;
}

const timers = new Map<string, NodeJS.Timeout>();

/** amoCRM that is down or refuses the token is only logged: the next look comes anyway. */
async function renew(context: IHookFunctions, renewal: Renewal): Promise<void> {
	if (renewal.isBusy()) return;
	try {
		const condition = await renewal.look();
		await report(context, condition, renewal.accountId());
		if (condition === 'active') return;
		context.logger.error(`AmoCRM Trigger: the webhook is ${condition} in amoCRM, subscribing anew`);
		await renewal.subscribe();
		context.logger.info('AmoCRM Trigger: the webhook is active again');
	} catch (error) {
		context.logger.warn(`AmoCRM Trigger: the webhook could not be renewed: ${messageOf(error)}`);
	}
}

/** Only in the process that activates workflows; a look starts when the one before has ended. */
export function startRenewing(context: IHookFunctions, key: string, renewal: Renewal): void {
	stopRenewing(key);
	const { checkMinutes } = readSettings(context);
	if (context.getMode() === 'manual' || !(checkMinutes > 0)) return;
	const plan = (): void => {
		const timer = setTimeout(async () => {
			await renew(context, renewal);
			if (timers.get(key) === timer) plan();
		}, checkMinutes * 60_000);
		timer.unref();
		timers.set(key, timer);
	};
	plan();
}

export function stopRenewing(key: string): void {
	clearTimeout(timers.get(key));
	timers.delete(key);
}

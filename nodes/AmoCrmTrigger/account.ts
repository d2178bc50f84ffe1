import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Account } from '../../src/webhook/endpoint';
import { amoCrmConnection } from '../amoCrmTransport';
import { accountOf, type TriggerState } from './state';

const askAgainAfterMs = 60_000;

/** What this process learned when amoCRM could not be asked at activation, by node. */
const learned = new Map<string, Account>();
const lastAsked = new Map<string, number>();

export async function askForAccount(context: IHookFunctions | IWebhookFunctions): Promise<Account> {
	const { client } = await amoCrmConnection(context);
	const { body } = await client.send({ method: 'GET', path: '/api/v4/account' });
	const { id, current_user_id: userId } = body as { id: number; current_user_id: number };
	return { accountId: id, userId };
}

/**
 * The account if it is known by now. When it is not, amoCRM is asked in the background, at most once
 * a minute: the answer to a webhook does not wait for it.
 */
export function knownAccount(
	context: IWebhookFunctions,
	state: Readonly<TriggerState>,
): Account | null {
	const key = `${context.getWorkflow().id}:${context.getNode().id}`;
	const account = accountOf(state) ?? learned.get(key);
	if (account) return account;
	if (performance.now() - (lastAsked.get(key) ?? -Infinity) > askAgainAfterMs) {
		lastAsked.set(key, performance.now());
		askForAccount(context).then(
			(answer) => learned.set(key, answer),
			(error: unknown) =>
				context.logger.warn(`AmoCRM Trigger: the account is not known yet: ${String(error)}`),
		);
	}
	return null;
}

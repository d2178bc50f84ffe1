import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IHookFunctions, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Account } from '../../src/webhook/endpoint';

/** What the trigger remembers in n8n's database, outside the exported workflow. */
export interface TriggerState {
	/** The unguessable part of the webhook URL. amoCRM signs nothing: this is what keeps strangers out. */
	secret?: string;
	/** The URL last given to amoCRM. */
	destination?: string;
	isSubscribed?: boolean;
	/** Wanted, but not known to this account. */
	refusedSettings?: string[];
	/** The credential's account and user, as `GET /api/v4/account` tells them. */
	accountId?: number;
	userId?: number;
}

type Context = IHookFunctions | ITriggerFunctions | IWebhookFunctions;
type Parts = Record<string, TriggerState | undefined>;

/** n8n ends the editor's listener in another mode than it began, with the listener's data alone. */
export function isTestListener(context: Context): boolean {
	const data = context.getWorkflowStaticData('node');
	return context.getMode() === 'manual' || ('test' in data && !('production' in data));
}

/** The editor's test listener has a URL of its own and must not replace the production one. */
const partOf = (context: Context): string => (isTestListener(context) ? 'test' : 'production');

/** For the hooks, which alone may change what the trigger remembers. */
export function triggerState(context: IHookFunctions): TriggerState {
	const data = context.getWorkflowStaticData('node') as Parts;
	return (data[partOf(context)] ??= {});
}

/**
 * For everybody else. Reading must not touch the data: after each webhook n8n saves what was touched, whole, and a
 * call during an activation would wipe the secret that another process is just saving.
 */
export function knownState(context: ITriggerFunctions | IWebhookFunctions): Readonly<TriggerState> {
	const data = context.getWorkflowStaticData('node') as Parts;
	return data[partOf(context)] ?? {};
}

/** Null until amoCRM could be asked once. */
export const accountOf = ({ accountId, userId }: Readonly<TriggerState>): Account | null =>
	accountId === undefined || userId === undefined ? null : { accountId, userId };

export const newSecret = (): string => randomBytes(24).toString('base64url');

export function destinationUrl(webhookUrl: string, secret: string): string {
	const separator = webhookUrl.includes('?') ? '&' : '?';
	return `${webhookUrl}${separator}key=${secret}`;
}

export function isSecret(given: unknown, secret: string | undefined): boolean {
	if (typeof given !== 'string' || secret === undefined) return false;
	const [a, b] = [Buffer.from(given), Buffer.from(secret)];
	return a.length === b.length && timingSafeEqual(a, b);
}

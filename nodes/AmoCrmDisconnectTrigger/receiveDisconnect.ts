import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { readDisconnectHook, type IntegrationKeys } from '../../src/webhook/disconnectHook';

/**
 * Checks amoCRM's call and starts the workflow with `{accountId, clientId}`. Whatever is wrong with the
 * call is answered 401 in the same words: which part was wrong stands in our log only.
 */
export async function receiveDisconnect(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const query = context.getRequestObject().query as Readonly<Record<string, unknown>>;
	const keys = await context.getCredentials<IntegrationKeys>('amoCrmIntegrationApi');
	const { accountId, clientId, refusal } = readDisconnectHook(query, keys);
	if (refusal !== undefined) {
		context.logger.warn(`AmoCRM Disconnect Trigger: a call was refused, ${refusal}`);
		context.getResponseObject().status(401).json({ error: 'wrong or missing signature' });
		return { noWebhookResponse: true };
	}
	// The signature stays here: it never expires, and executions are kept.
	return { workflowData: [[{ json: { accountId, clientId } }]] };
}

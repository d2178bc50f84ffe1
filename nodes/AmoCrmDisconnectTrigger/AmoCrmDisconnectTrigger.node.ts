import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { receiveDisconnect } from './receiveDisconnect';

export class AmoCrmDisconnectTrigger implements INodeType {
	/** Static texts and version 2, as the AmoCRM Trigger has them: n8n evaluates nothing for a call. */
	description: INodeTypeDescription = {
		displayName: 'AmoCRM Disconnect Trigger',
		name: 'amoCrmDisconnectTrigger',
		icon: { light: 'file:../AmoCrm/amoCrm.svg', dark: 'file:../AmoCrm/amoCrm.dark.svg' },
		group: ['trigger'],
		version: 2,
		description: 'Starts the workflow when an account removes the integration in amoCRM (Kommo)',
		subtitle: 'integration removed',
		eventTriggerDescription: 'Waiting for amoCRM to say that the integration was removed',
		activationMessage: 'The removal of the integration now starts this workflow.',
		defaults: { name: 'AmoCRM Disconnect Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'GET',
				// amoCRM hears 200 only when the workflow has ended well, so when the account is disconnected.
				responseMode: 'lastNode',
				path: 'api/amocrm/integration/disconnect',
				isFullPath: true,
			},
		],
		credentials: [{ name: 'amoCrmIntegrationApi', required: true }],
		properties: [
			{
				displayName:
					'Enter the address of this webhook in the integration in amoCRM, as its disconnect hook. A call that is not signed with the secret key of the credential gets HTTP 401 and starts nothing.',
				name: 'addressNotice',
				type: 'notice',
				default: '',
			},
		],
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveDisconnect(this);
	}
}

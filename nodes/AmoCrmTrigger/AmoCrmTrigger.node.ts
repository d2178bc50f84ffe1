import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	ITriggerFunctions,
	ITriggerResponse,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { consume } from './consume';
import { description } from './description';
import { receive } from './receive';
import { webhookMethods } from './subscription';

export class AmoCrmTrigger implements INodeType {
	description: INodeTypeDescription = description;

	webhookMethods = webhookMethods;

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await consume(this);
	}

	/** Without it, n8n's test mode runs `trigger()` again and throws the webhook's data away. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

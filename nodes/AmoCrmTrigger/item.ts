import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { AmoEvent } from '../../src/events/types';

/** Where an event came from: the delivery that carried it and its own id (the row's id in durable mode). */
export interface Origin {
	readonly deliveryId: string | null;
	readonly eventId: string;
}

/** The item the workflow gets. Its keys are published: workflows are written against them. */
export const toItem = (event: AmoEvent, origin: Origin): INodeExecutionData => ({
	json: {
		event: event.event,
		entity: event.entity,
		id: event.id,
		accountId: event.accountId,
		occurredAt: event.occurredAt,
		changes: event.changes as unknown as IDataObject,
		parent: event.parent as unknown as IDataObject,
		changedBy: event.changedBy,
		data: event.data as IDataObject,
		deliveryId: origin.deliveryId,
		eventId: origin.eventId,
	},
});

import type { Delivery } from './types';

/** The entities of a delivery whose events carry no time (deletes, restores). */
export const undatedEntities = ({ events }: Delivery): readonly string[] =>
	events
		.filter(({ event }) => event.occurredAt === null && event.id !== null)
		.map(({ event: { accountId, entity, id } }) => `${accountId} ${entity} ${id}`);

import { delivery } from './ourEvents';

/** What the other queues carry: the event that ours stores. */
export const payload = (number: number): object => ({ ...delivery('', number).events[0]?.event });

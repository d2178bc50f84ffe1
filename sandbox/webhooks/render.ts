import type { Change } from '../changes';
import { entityLabel, type Data } from '../data';
import type { Encodable } from './encode';
import { customerBlock } from './renderCustomer';
import { contactBlock, leadBlock } from './renderEntity';
import { messageBlock, noteBlock, talkBlock, taskBlock, unsortedBlock } from './renderOther';

export interface RenderedChange {
	/** A subscription with any of these settings gets it. */
	readonly codes: readonly string[];
	readonly root: string;
	readonly action: string;
	readonly entityId: number | string;
	readonly block: Encodable;
}

/** One change as one block of a webhook's body. */
export function render(data: Data, change: Change): RenderedChange {
	switch (change.kind) {
		case 'leads':
			return {
				codes: [`${change.action}_lead`],
				root: 'leads',
				action: change.action,
				entityId: change.after.id,
				block: leadBlock(data, change),
			};
		case 'contacts':
		case 'companies': {
			const label = entityLabel[change.kind];
			const hasNewUser =
				change.action === 'update' &&
				change.before?.responsible_user_id !== change.after.responsible_user_id;
			return {
				codes: [`${change.action}_${label}`, ...(hasNewUser ? [`responsible_${label}`] : [])],
				root: 'contacts',
				action: change.action,
				entityId: change.after.id,
				block: contactBlock(data, change),
			};
		}
		case 'customers': {
			const hasNewUser =
				change.action === 'update' &&
				change.before?.responsible_user_id !== change.after.responsible_user_id;
			return {
				codes: [`${change.action}_customer`, ...(hasNewUser ? ['responsible_customer'] : [])],
				root: 'customers',
				action: change.action,
				entityId: change.after.id,
				block: customerBlock(data, change),
			};
		}
		case 'note':
			return {
				codes: [`note_${entityLabel[change.parent]}`],
				root: change.parent === 'companies' ? 'contacts' : change.parent,
				action: 'note',
				entityId: change.note.id,
				block: noteBlock(data, change),
			};
		case 'task': {
			const hasNewUser =
				change.before && change.before.responsible_user_id !== change.task.responsible_user_id;
			return {
				codes: [`${change.action}_task`, ...(hasNewUser ? ['responsible_task'] : [])],
				root: 'task',
				action: change.action,
				entityId: change.task.id,
				block: taskBlock(data, change),
			};
		}
		case 'talk':
			return {
				codes: [`${change.action}_talk`],
				root: 'talk',
				action: change.action,
				entityId: change.talk.talk_id,
				block: talkBlock(change),
			};
		case 'message': {
			const isIncoming = change.message.type === 'incoming';
			return {
				codes: [isIncoming ? 'add_message' : 'add_outgoing_message'],
				root: isIncoming ? 'message' : 'outgoing_message',
				action: 'add',
				entityId: change.message.id,
				block: messageBlock(change),
			};
		}
		case 'unsorted': {
			const action = change.action === 'add' ? 'add' : 'delete';
			return {
				codes: [`${action}_unsorted`],
				root: 'unsorted',
				action,
				entityId: change.unsorted.uid,
				block: unsortedBlock(data, change),
			};
		}
	}
}

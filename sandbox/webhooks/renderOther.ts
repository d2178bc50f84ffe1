import { createHash } from 'node:crypto';
import type { Change } from '../changes';
import { entityLabel, type Data } from '../data';
import type { EntityKind, Note } from '../entities';
import type { Encodable } from './encode';

/** amoCRM's numbers of entity types. */
const elementType: Readonly<Record<EntityKind, number>> = {
	contacts: 1,
	leads: 2,
	companies: 3,
	customers: 12,
};

const dateTime = (unix: number, offsetHours = 0): string =>
	new Date((unix + offsetHours * 3600) * 1000).toISOString().slice(0, 19).replace('T', ' ');

const moscow = 3;

const serviceNote = 25;

/** Captured bodies know 4, 5, 10, 11 and 25; 102 and 103 are of the older API; the rest is not published. */
const noteTypes: Readonly<Record<string, number>> = {
	common: 4,
	attachment: 5,
	call_in: 10,
	call_out: 11,
	service_message: serviceNote,
	sms_in: 102,
	sms_out: 103,
};

/** A call puts its particulars as JSON in capitals where others have their text. */
function noteText({ note_type, params }: Note): string {
	if (note_type !== 'call_in' && note_type !== 'call_out') return String(params['text'] ?? '');
	const { uniq, link, phone, duration, source } = params;
	return JSON.stringify({ UNIQ: uniq, LINK: link, PHONE: phone, DURATION: duration, SRC: source });
}

export function noteBlock(
	data: Data,
	{ parent, note }: Extract<Change, { kind: 'note' }>,
): Encodable {
	const author = data.users.find(({ id }) => id === note.created_by);
	const block = {
		text: noteText(note),
		attachement: '',
		date_create: dateTime(note.created_at, moscow),
		note_type: noteTypes[note.note_type] ?? serviceNote,
		element_type: elementType[parent],
		element_id: note.entity_id,
		catalog_id: 0,
		group_id: 0,
		timestamp_x: dateTime(note.updated_at, moscow),
		account_id: data.account.id,
		metadata: JSON.stringify({
			event_source: { id: note.created_by, author_name: author?.name ?? 'Robot', type: 1 },
		}),
		created_by: note.created_by,
		modified_by: note.updated_by,
		main_user_id: note.responsible_user_id,
		id: note.id,
		created_at: note.created_at,
		updated_at: note.updated_at,
	};
	return parent === 'contacts' || parent === 'companies'
		? { note: block, type: entityLabel[parent] }
		: { note: block };
}

export function taskBlock(
	data: Data,
	{ action, task, before }: Extract<Change, { kind: 'task' }>,
): Encodable {
	if (action === 'delete') return { id: task.id };
	const isUpdate = action === 'update';
	return {
		id: task.id,
		element_id: task.entity_id,
		element_type: task.entity_kind === null ? null : elementType[task.entity_kind],
		task_type: task.task_type_id,
		date_create: dateTime(task.created_at),
		text: task.text,
		status: task.is_completed,
		account_id: data.account.id,
		created_user_id: task.created_by,
		last_modified: dateTime(task.updated_at),
		responsible_user_id: task.responsible_user_id,
		complete_till: dateTime(task.complete_till),
		action_close: isUpdate ? task.is_completed && before?.is_completed === false : null,
		result: task.result === null ? null : { id: task.id + 1, text: task.result },
		old_text: isUpdate && before?.text !== task.text ? before?.text : null,
		main_user: isUpdate ? task.responsible_user_id : null,
		modified_by: isUpdate ? task.updated_by : null,
		old_responsible_user_id:
			isUpdate && before?.responsible_user_id !== task.responsible_user_id
				? before?.responsible_user_id
				: null,
		created_at: task.created_at,
		updated_at: task.updated_at,
		complete_before: task.complete_till,
	};
}

export const talkBlock = ({ talk }: Extract<Change, { kind: 'talk' }>): Encodable => ({
	talk_id: talk.talk_id,
	created_at: talk.created_at,
	updated_at: talk.updated_at,
	rate: talk.rate,
	contact_id: talk.contact_id,
	chat_id: talk.chat_id,
	entity_id: talk.entity_id,
	entity_type: talk.entity_id === null ? null : 'lead',
	is_in_work: talk.is_in_work,
	is_read: talk.is_read,
	origin: talk.origin,
});

export function messageBlock({ message, talk }: Extract<Change, { kind: 'message' }>): Encodable {
	const isIncoming = message.type === 'incoming';
	const entity = talk.entity_id;
	return {
		id: message.id,
		chat_id: talk.chat_id,
		talk_id: talk.talk_id,
		contact_id: talk.contact_id,
		text: message.text,
		created_at: message.created_at,
		message_type: 'text',
		...(isIncoming && entity !== null
			? { element_type: 2, entity_type: 'lead', element_id: entity, entity_id: entity }
			: {}),
		type: message.type,
		author: {
			id: message.author_id,
			type: isIncoming ? 'external' : 'internal',
			name: message.author_name,
		},
		origin: talk.origin,
	};
}

export function unsortedBlock(
	data: Data,
	{ action, unsorted, by }: Extract<Change, { kind: 'unsorted' }>,
): Encodable {
	const { uid, category, created_at, lead_id, contact_id } = unsorted;
	if (action !== 'add') {
		return {
			action,
			uid,
			[`${action}_result`]: { leads: [lead_id], ...(contact_id ? { contacts: [contact_id] } : {}) },
			category,
			created_at,
			modified_user_id: by,
		};
	}
	const lead = data.leads.get(lead_id);
	const contact = contact_id === null ? undefined : data.contacts.get(contact_id);
	const formId = Number.parseInt(createHash('sha1').update(unsorted.source_uid).digest('hex'), 16);
	return {
		uid,
		source: unsorted.source_uid,
		source_uid: unsorted.source_uid,
		category,
		source_data:
			category === 'forms'
				? {
						form_id: formId % 1_000_000,
						form_type: 1,
						from: unsorted.source_name,
						form_name: unsorted.source_name,
						origin: { ip: '192.0.2.10', datetime: created_at, referer: 'https://www.example.com/' },
						data: {
							name_2: {
								type: 'text',
								id: 'name_2',
								element_type: 2,
								name: 'Lead name',
								value: unsorted.text,
							},
						},
						date: created_at,
					}
				: {
						from: contact?.name ?? unsorted.source_name,
						name: contact?.name ?? unsorted.source_name,
						date: created_at,
						service: unsorted.source_name,
						data: [{ id: uid.slice(0, 8), date: created_at, text: unsorted.text }],
					},
		date_create: created_at,
		data: {
			leads: lead ? [{ id: lead.id, name: lead.name, pipeline_id: lead.pipeline_id }] : [],
			contacts: contact ? [{ id: contact.id, name: contact.name }] : [],
		},
		pipeline_id: unsorted.pipeline_id,
		account_id: data.account.id,
		request_id: 0,
		lead_id,
		created_at,
	};
}

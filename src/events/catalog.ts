import type { EventRow, Evidence } from './eventRow';
import * as schemas from './schemas';
import type { WireObject } from './types';

const capture = (fixture: string): Evidence => ({ kind: 'capture', fixture });
const docs = (fixture: string): Evidence => ({ kind: 'docs', fixture });

const isCompany = ({ type }: WireObject): boolean => type === 'company';
const isMessage = (block: WireObject): boolean => 'chat_id' in block || 'talk_id' in block;

/**
 * A new responsible user of contacts, companies and tasks arrives as an update that carries
 * `old_responsible_user_id`. One block is one event: it is `….responsible` when that user differs from
 * the present one, and `….update` when it is the same (amoCRM sends it on ordinary updates too, see
 * real-2025-05-contacts-update). As other fields may have changed at the same time, such an event
 * refines `….update`: whoever asked for updates gets it.
 */
const hasNewResponsible = (block: WireObject, path: string): boolean =>
	path.endsWith('[responsible]') ||
	(block['old_responsible_user_id'] !== undefined &&
		block['old_responsible_user_id'] !== block['responsible_user_id']);

const digitalPipeline = 'Digital Pipeline, action “Send webhook”';
const webhooksPage = "amoCRM's settings, page of webhooks";

const dpPaths = 'the Digital Pipeline documentation lists the path without a sample';
const customersUnseen = 'the setting is documented, no body was ever published';

/** THE event table. Adding an event is one row here and one recorded body in tests/fixtures/webhooks. */
export const catalog = [
	{
		event: 'lead.add',
		entity: 'lead',
		label: 'Lead Added',
		settings: ['add_lead'],
		paths: ['leads[add]'],
		schema: schemas.lead,
		evidence: capture('real-2025-05-leads-add'),
	},
	{
		event: 'lead.update',
		entity: 'lead',
		label: 'Lead Updated',
		settings: ['update_lead'],
		paths: ['leads[update]'],
		schema: schemas.lead,
		evidence: capture('real-2025-05-leads-update-cf'),
	},
	{
		event: 'lead.status',
		entity: 'lead',
		label: 'Lead Status Changed',
		settings: ['status_lead'],
		paths: ['leads[status]'],
		schema: schemas.lead,
		evidence: capture('real-2021-leads-status-tags-cf'),
	},
	{
		event: 'lead.responsible',
		entity: 'lead',
		label: 'Lead Responsible User Changed',
		settings: ['responsible_lead'],
		paths: ['leads[responsible]'],
		schema: schemas.lead,
		evidence: capture('real-2016-leads-responsible'),
	},
	{
		event: 'lead.delete',
		entity: 'lead',
		label: 'Lead Deleted',
		settings: ['delete_lead'],
		paths: ['leads[delete]'],
		schema: schemas.bare,
		evidence: docs('docs-kommo-leads-delete'),
	},
	{
		event: 'lead.restore',
		entity: 'lead',
		label: 'Lead Restored',
		settings: ['restore_lead'],
		paths: ['leads[restore]'],
		schema: schemas.lead,
		evidence: docs('docs-kommo-leads-restore'),
	},
	{
		event: 'lead.mail_in',
		entity: 'lead',
		label: 'Lead Got an E-Mail (Digital Pipeline)',
		settings: [],
		turnedOnIn: digitalPipeline,
		paths: ['leads[mail_in]'],
		schema: schemas.leadPlace,
		evidence: docs('docs-amocrm-dp-leads-mail-in'),
	},
	{
		event: 'lead.call_in',
		entity: 'lead',
		label: 'Lead Called (Digital Pipeline)',
		settings: [],
		turnedOnIn: digitalPipeline,
		paths: ['leads[call_in]'],
		schema: schemas.leadPlace,
		evidence: { kind: 'inferred', from: dpPaths },
	},
	{
		event: 'lead.chat',
		entity: 'lead',
		label: 'Lead Wrote in a Chat (Digital Pipeline)',
		settings: [],
		turnedOnIn: digitalPipeline,
		paths: ['leads[chat]'],
		schema: schemas.leadPlace,
		evidence: { kind: 'inferred', from: dpPaths },
	},
	{
		event: 'lead.site_visit',
		entity: 'lead',
		label: 'Lead Visited the Site (Digital Pipeline)',
		settings: [],
		turnedOnIn: digitalPipeline,
		paths: ['leads[site_visit]'],
		schema: schemas.leadPlace,
		evidence: { kind: 'inferred', from: dpPaths },
	},
	{
		event: 'company.add',
		entity: 'company',
		label: 'Company Added',
		settings: ['add_company'],
		paths: ['contacts[add]'],
		when: isCompany,
		schema: schemas.company,
		evidence: capture('real-2016-contacts-add-company'),
	},
	{
		event: 'company.responsible',
		entity: 'company',
		label: 'Company Responsible User Changed',
		settings: ['responsible_company'],
		paths: ['contacts[update]', 'contacts[responsible]'],
		when: (block, path) => isCompany(block) && hasNewResponsible(block, path),
		refines: 'company.update',
		schema: schemas.company,
		evidence: docs('docs-kommo-contacts-responsible-company'),
	},
	{
		event: 'company.update',
		entity: 'company',
		label: 'Company Updated',
		settings: ['update_company'],
		paths: ['contacts[update]'],
		when: isCompany,
		schema: schemas.company,
		evidence: docs('docs-kommo-contacts-update-company'),
	},
	{
		event: 'company.delete',
		entity: 'company',
		label: 'Company Deleted',
		settings: ['delete_company'],
		paths: ['contacts[delete]'],
		when: isCompany,
		schema: schemas.bare,
		evidence: docs('docs-kommo-contacts-delete-company'),
	},
	{
		event: 'company.restore',
		entity: 'company',
		label: 'Company Restored',
		settings: ['restore_company'],
		paths: ['contacts[restore]'],
		when: isCompany,
		schema: schemas.company,
		evidence: docs('docs-kommo-contacts-restore-company'),
	},
	// Contacts stand below companies: whatever does not call itself a company is a contact.
	{
		event: 'contact.add',
		entity: 'contact',
		label: 'Contact Added',
		settings: ['add_contact'],
		paths: ['contacts[add]'],
		schema: schemas.contact,
		evidence: capture('real-2025-05-contacts-add'),
	},
	{
		event: 'contact.responsible',
		entity: 'contact',
		label: 'Contact Responsible User Changed',
		settings: ['responsible_contact'],
		paths: ['contacts[update]', 'contacts[responsible]'],
		when: hasNewResponsible,
		refines: 'contact.update',
		schema: schemas.contact,
		evidence: docs('docs-kommo-contacts-responsible-contact'),
	},
	{
		event: 'contact.update',
		entity: 'contact',
		label: 'Contact Updated',
		settings: ['update_contact'],
		paths: ['contacts[update]'],
		schema: schemas.contact,
		evidence: capture('real-2025-05-contacts-update'),
	},
	{
		event: 'contact.delete',
		entity: 'contact',
		label: 'Contact Deleted',
		settings: ['delete_contact'],
		paths: ['contacts[delete]'],
		schema: schemas.bare,
		evidence: capture('real-2016-contacts-delete-contact'),
	},
	{
		event: 'contact.restore',
		entity: 'contact',
		label: 'Contact Restored',
		settings: ['restore_contact'],
		paths: ['contacts[restore]'],
		schema: schemas.contact,
		evidence: capture('real-2016-contacts-restore'),
	},
	{
		event: 'customer.add',
		entity: 'customer',
		label: 'Customer Added',
		settings: ['add_customer'],
		paths: ['customers[add]'],
		schema: schemas.customer,
		evidence: { kind: 'inferred', from: customersUnseen },
	},
	{
		event: 'customer.responsible',
		entity: 'customer',
		label: 'Customer Responsible User Changed',
		settings: ['responsible_customer'],
		paths: ['customers[update]', 'customers[responsible]'],
		when: hasNewResponsible,
		refines: 'customer.update',
		schema: schemas.customer,
		evidence: { kind: 'inferred', from: customersUnseen },
	},
	{
		event: 'customer.update',
		entity: 'customer',
		label: 'Customer Updated',
		settings: ['update_customer'],
		paths: ['customers[update]'],
		schema: schemas.customer,
		evidence: {
			kind: 'inferred',
			fixture: 'synthetic-customers-update',
			from: 'built from the members that a live consumer reads',
		},
	},
	{
		event: 'customer.delete',
		entity: 'customer',
		label: 'Customer Deleted',
		settings: ['delete_customer'],
		paths: ['customers[delete]'],
		schema: schemas.bare,
		evidence: { kind: 'inferred', from: customersUnseen },
	},
	{
		event: 'customer.period',
		entity: 'customer',
		label: 'Customer Period Changed (Digital Pipeline)',
		settings: [],
		turnedOnIn: digitalPipeline,
		paths: ['customers[period]'],
		schema: schemas.bare,
		evidence: docs('docs-amocrm-dp-customers-period'),
	},
	{
		event: 'task.add',
		entity: 'task',
		label: 'Task Added',
		settings: ['add_task'],
		paths: ['task[add]'],
		schema: schemas.task,
		evidence: docs('docs-kommo-task-add'),
	},
	{
		event: 'task.responsible',
		entity: 'task',
		label: 'Task Responsible User Changed',
		settings: ['responsible_task'],
		paths: ['task[update]', 'task[responsible]'],
		when: hasNewResponsible,
		refines: 'task.update',
		schema: schemas.task,
		evidence: docs('docs-kommo-task-update-responsible'),
	},
	{
		event: 'task.update',
		entity: 'task',
		label: 'Task Updated',
		settings: ['update_task'],
		paths: ['task[update]'],
		schema: schemas.task,
		evidence: docs('docs-kommo-task-update-complete'),
	},
	{
		event: 'task.delete',
		entity: 'task',
		label: 'Task Deleted',
		settings: ['delete_task'],
		paths: ['task[delete]'],
		schema: schemas.bare,
		evidence: docs('docs-kommo-task-delete'),
	},
	{
		event: 'note.add',
		entity: 'note',
		label: 'Note Added',
		settings: ['note_lead', 'note_contact', 'note_company', 'note_customer'],
		paths: ['leads[note]', 'contacts[note]', 'customers[note]'],
		schema: schemas.note,
		evidence: capture('real-2020-leads-note'),
	},
	{
		event: 'unsorted.add',
		entity: 'unsorted',
		label: 'Unsorted Added',
		settings: ['add_unsorted'],
		paths: ['unsorted[add]'],
		idField: 'uid',
		schema: schemas.unsorted,
		evidence: capture('real-2023-09-unsorted-add-chats'),
	},
	{
		event: 'unsorted.update',
		entity: 'unsorted',
		label: 'Unsorted Updated',
		settings: ['update_unsorted'],
		paths: ['unsorted[update]'],
		idField: 'uid',
		schema: schemas.unsorted,
		evidence: docs('docs-kommo-unsorted-update-forms'),
	},
	{
		event: 'unsorted.delete',
		entity: 'unsorted',
		label: 'Unsorted Accepted or Declined',
		settings: ['delete_unsorted'],
		paths: ['unsorted[delete]'],
		idField: 'uid',
		schema: schemas.unsortedEnd,
		evidence: docs('docs-kommo-unsorted-delete-accept'),
	},
	{
		event: 'message.add',
		entity: 'message',
		label: 'Message Received',
		settings: ['add_message'],
		// The Kommo page of 2026 shows the sample without its root; captures always have it.
		paths: ['message[add]', 'add'],
		when: (block, path) => path !== 'add' || isMessage(block),
		schema: schemas.message,
		evidence: capture('real-2023-09-message-add-telegram'),
	},
	{
		event: 'message.outgoing',
		entity: 'message',
		label: 'Message Sent',
		settings: ['add_outgoing_message'],
		paths: ['outgoing_message[add]'],
		schema: schemas.message,
		evidence: docs('docs-amocrm-2026-outgoing-message-add'),
	},
	{
		event: 'talk.add',
		entity: 'talk',
		label: 'Talk Started',
		settings: ['add_talk'],
		paths: ['talk[add]'],
		idField: 'talk_id',
		schema: schemas.talk,
		evidence: docs('docs-kommo-talk-add'),
	},
	{
		event: 'talk.update',
		entity: 'talk',
		label: 'Talk Changed or Closed',
		settings: ['update_talk'],
		paths: ['talk[update]'],
		idField: 'talk_id',
		schema: schemas.talk,
		evidence: docs('docs-kommo-talk-update-closed'),
	},
	{
		event: 'talk.delete',
		entity: 'talk',
		label: 'Talk Deleted',
		settings: ['delete_talk'],
		paths: ['talk[delete]'],
		idField: 'talk_id',
		schema: schemas.talkEnd,
		evidence: { kind: 'inferred', from: 'the setting is accepted, no body was ever published' },
	},
	{
		event: 'catalog_element.add',
		entity: 'catalog_element',
		label: 'Catalog Element Added',
		settings: [],
		turnedOnIn: webhooksPage,
		paths: ['catalogs[add]'],
		schema: schemas.catalogElement,
		evidence: docs('docs-kommo-catalogs-add'),
	},
	{
		event: 'catalog_element.update',
		entity: 'catalog_element',
		label: 'Catalog Element Updated',
		settings: [],
		turnedOnIn: webhooksPage,
		paths: ['catalogs[update]'],
		schema: schemas.catalogElement,
		evidence: docs('docs-kommo-catalogs-update'),
	},
	{
		event: 'catalog_element.delete',
		entity: 'catalog_element',
		label: 'Catalog Element Deleted',
		settings: [],
		turnedOnIn: webhooksPage,
		paths: ['catalogs[delete]'],
		schema: schemas.catalogElementEnd,
		evidence: docs('docs-kommo-catalogs-delete'),
	},
	{
		event: 'template.review',
		entity: 'template',
		label: 'Chat Template Reviewed',
		settings: ['add_chat_template_review'],
		paths: ['add'],
		when: (block) => 'reviews' in block || 'is_on_review' in block,
		schema: schemas.templateReview,
		evidence: docs('docs-amocrm-add-chat-template-review'),
	},
] as const satisfies readonly EventRow[];

export type EventName = (typeof catalog)[number]['event'];

/** The table without the literal types, for code that walks it. */
export const eventRows: readonly EventRow[] = catalog;

export const eventNames: readonly EventName[] = catalog.map(({ event }) => event);

const rowsByPath = new Map<string, EventRow[]>();
for (const row of eventRows) {
	for (const path of row.paths) rowsByPath.set(path, [...(rowsByPath.get(path) ?? []), row]);
}
const rowsByName = new Map(eventRows.map((row) => [row.event, row]));

/** The row for a block at a path such as `leads[add]`; undefined where the table has none. */
export const rowFor = (path: string, block: WireObject): EventRow | undefined =>
	rowsByPath.get(path)?.find(({ when }) => when === undefined || when(block, path));

export const hasRows = (path: string): boolean => rowsByPath.has(path);

export const rowNamed = (event: string): EventRow | undefined => rowsByName.get(event);

/** What `POST /api/v4/webhooks` is asked for; a text that is no event name is taken for a setting. */
export const settingsFor = (names: readonly string[]): string[] => [
	...new Set(names.flatMap((name) => rowsByName.get(name)?.settings ?? [name])),
];

interface EventOption {
	readonly name: string;
	readonly value: string;
	readonly description: string;
}

const option = ({ event, label, settings, turnedOnIn }: EventRow): EventOption => ({
	name: label,
	value: event,
	description: turnedOnIn
		? `${event}; not sent on its own: turn it on in ${turnedOnIn}`
		: `${event}; webhook setting ${settings.join(', ')}`,
});

/** Options of a multi-select, in alphabetical order. */
export const eventOptions: readonly EventOption[] = eventRows
	.map(option)
	.sort((a, b) => (a.name < b.name ? -1 : 1));

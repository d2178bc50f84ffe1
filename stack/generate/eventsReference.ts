import { eventRows } from '../../src/events/catalog';
import type { EventRow, Evidence } from '../../src/events/eventRow';

const introduction = `<!-- Made by \`npm run generate\` from src/events/catalog.ts. Do not edit. -->
# Events

What the AmoCRM Trigger emits. Each changed entity of a webhook is one item:

| member | what it is |
| --- | --- |
| \`event\` | a name of the table below; \`root.action\` for what the table does not list |
| \`entity\` | \`lead\`, \`contact\`, \`company\`, \`note\`, … |
| \`id\` | amoCRM's id: a number, or text where amoCRM uses UUIDs; null if the body has none |
| \`accountId\` | the body's account, else the credential's |
| \`occurredAt\` | amoCRM's time of the change (ISO 8601, UTC); null for deletes and Digital Pipeline hooks |
| \`changes\` | \`{status_id: {from, to}}\` for each \`old_…\` member that differs |
| \`parent\` | what it hangs on: \`{entity, id}\` of a note's lead, a task's contact, a message's lead |
| \`changedBy\` | the user who made the change, 0 for robots and integrations, null if the body does not say |
| \`data\` | the entity, see below |

In \`data\`, ids and amounts are numbers, dates ISO 8601 in UTC, flags booleans; phones, names and everything
else stay text, and so does a number that JavaScript cannot hold. \`custom_fields_values\` has the shape of
API v4 (dates in unix seconds; a webhook does not say \`field_type\`), \`fields\` is the same by field name, one
value or a list, dates in ISO 8601. \`linked_leads_id\` is a list of ids. The answers of a form and the data
of a channel (\`source_data\`) and a note's \`metadata\` are left as amoCRM sends them. For notes of contacts
and companies, \`entity_type\` says which.

A body that fails a check becomes an event all the same; the check's words are kept with it.

Contacts, companies, customers and tasks get their new responsible user as an update. It is
\`….responsible\` when \`old_responsible_user_id\` differs from the present user; a trigger that asks for
\`….update\` gets it too.
`;

const code = (text: string): string => `\`${text}\``;

const codes = (texts: readonly string[]): string => texts.map(code).join(', ');

function evidenceText(evidence: Evidence): string {
	const { kind, fixture } = evidence;
	const body = fixture === undefined ? '' : ` ${code(fixture)}`;
	return kind === 'inferred' ? `inferred${body}: ${evidence.from}` : `${kind}${body}`;
}

const tableRow = ({ event, label, settings, turnedOnIn, paths, evidence }: EventRow): string =>
	`| ${[
		code(event),
		label,
		turnedOnIn ?? codes(settings),
		codes(paths),
		evidenceText(evidence),
	].join(' | ')} |`;

function section(entity: string): string {
	const rows = eventRows.filter((row) => row.entity === entity).map(tableRow);
	const head = '| event | in the editor | webhook setting | in the body | evidence |';
	return [`## ${entity}`, '', head, '| --- | --- | --- | --- | --- |', ...rows, ''].join('\n');
}

/** The page docs/reference/events.md. Evidence: seen on the wire, in the vendor's documentation, or concluded. */
export function renderEventsReference(): string {
	const entities = [...new Set(eventRows.map(({ entity }) => entity))];
	return [introduction, ...entities.map(section)].join('\n');
}

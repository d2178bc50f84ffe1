import { act, byId, call, element, hasChanged, drawn, time } from './dom.js';

/** Rows shown of each table, the newest first. */
const shownRows = 200;

const cell = (content, kind = '') => element('td', kind ? { class: kind } : {}, content);

const tone = (status) =>
	status === null || status === 0 || status >= 400 ? 'bad' : status >= 300 ? 'wait' : 'good';

const details = (label, load) =>
	element(
		'details',
		{
			ontoggle: async ({ target }) => {
				if (target.open && target.childElementCount === 1) {
					target.append(element('pre', {}, await load()));
				}
			},
		},
		element('summary', {}, label),
	);

const readable = (body) =>
	[...new URLSearchParams(body)].map(([key, value]) => `${key} = ${value}`).join('\n');

function deliveryRow(delivery) {
	const { id, events, entityIds, attempts, state, nextAt } = delivery;
	const ids = entityIds.length > 3 ? `${entityIds.length} entities` : entityIds.join(', ');
	const answers = attempts.map(({ status, ms, error, at }, i) =>
		element(
			'div',
			{ class: tone(status), title: time(at) },
			`${i + 1}. ${status ?? 'no answer'} · ${ms} ms${error ? ` · ${error}` : ''}`,
		),
	);
	const tones = { delivered: 'good', pending: 'wait', failed: 'bad' };
	const wait = nextAt ? `pending, again at ${time(nextAt)}` : state;
	const body = details('Body', async () => readable((await call(`/deliveries/${id}`)).body));
	const event = element('td', {}, element('code', {}, events.join(', ')), ` ${ids}`, body);
	const retry = element(
		'button',
		{
			'aria-label': `Send delivery ${id} again`,
			onclick: () => act(() => call(`/deliveries/${id}/retry`, 'POST')),
		},
		'Send again',
	);
	const answered = element('td', {}, ...answers);
	return element(
		'tr',
		{},
		cell(time(delivery.createdAt), 'time'),
		event,
		cell(delivery.destination),
		cell(wait, tones[state]),
		answered,
		cell(retry),
	);
}

function readablePath(path) {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

const requestRow = ({ at, method, path, status, ms }) =>
	element(
		'tr',
		{},
		cell(time(at), 'time'),
		cell(element('code', {}, `${method} ${readablePath(path)}`)),
		cell(status === 0 ? 'cut off' : String(status), tone(status)),
		cell(`${ms} ms`, 'time'),
	);

const jarvisRow = ({ at, idempotencyKey, body }) =>
	element(
		'tr',
		{},
		cell(time(at), 'time'),
		cell(element('code', {}, String(body?.event_type ?? ''))),
		cell(`${body?.entity_type ?? ''} ${body?.amocrm_entity_id ?? ''}`),
		cell(idempotencyKey ?? 'none'),
		cell(details('Show', async () => JSON.stringify(body, null, 2))),
	);

const telegramRow = ({ at, method, body }) =>
	element(
		'tr',
		{},
		cell(time(at), 'time'),
		cell(element('code', {}, method)),
		cell(String(body.chat_id ?? '')),
		cell(String(body.text ?? body.caption ?? '')),
	);

const tables = {
	deliveries: {
		row: deliveryRow,
		columns: 6,
		empty: 'Nothing was sent yet. Change a lead while somebody is subscribed.',
	},
	requests: { row: requestRow, columns: 4, empty: 'Nobody has called the API yet.' },
	jarvis: { row: jarvisRow, columns: 5, empty: 'Jarvis has received nothing yet.' },
	telegram: { row: telegramRow, columns: 4, empty: 'No message was sent yet.' },
};

export async function drawTable(name) {
	const { row, columns, empty } = tables[name];
	const all = await call(`/${name}?limit=${shownRows}`);
	const items = all.reverse();
	const rows = byId(`rows-${name}`);
	// A body somebody reads stays open; the rows come when it is closed.
	if (rows.querySelector('details[open]') && drawn.has(name)) return;
	if (!hasChanged(name, items)) return;
	const none = element(
		'tr',
		{},
		element('td', { class: 'empty', colspan: String(columns) }, empty),
	);
	rows.replaceChildren(...(items.length > 0 ? items.map(row) : [none]));
}

byId('advance').addEventListener('click', () =>
	act(() => call('/clock/advance', 'POST', { seconds: 300 })),
);

import { act, askForRefresh, byId, call, drawn, element, hasChanged, moneyOf } from './dom.js';

let pipelines = [];

export function showPipelines(found) {
	pipelines = found;
	byId('pipeline').replaceChildren(
		...pipelines.map(({ id, name }) => element('option', { value: String(id) }, name)),
	);
}

const pipeline = () => pipelines.find(({ id }) => id === Number(byId('pipeline').value));

const move = (id, pipelineId, statusId) =>
	act(() => call(`/leads/${id}`, 'PATCH', { pipeline_id: pipelineId, status_id: statusId }));

function stageChoice(lead) {
	const choice = element('select', {
		'aria-label': `Stage of ${lead.name}`,
		'data-key': `stage-${lead.id}`,
		onchange: ({ target }) => {
			const [pipelineId, statusId] = target.value.split('/').map(Number);
			void move(lead.id, pipelineId, statusId);
		},
	});
	for (const { id, name, statuses } of pipelines) {
		const group = element('optgroup', { label: name });
		for (const status of statuses) {
			const isHere = lead.status_id === status.id && lead.pipeline_id === id;
			group.append(
				element('option', { value: `${id}/${status.id}`, selected: isHere }, status.name),
			);
		}
		choice.append(group);
	}
	return choice;
}

function card(lead) {
	const title = element('strong', {}, lead.name);
	const id = element('small', {}, `#${lead.id}`);
	if (lead.is_deleted) {
		const restore = () => act(() => call(`/leads/${lead.id}/restore`, 'POST'));
		return element(
			'li',
			{ class: 'card deleted' },
			title,
			id,
			element('button', { onclick: restore }, 'Restore'),
		);
	}
	const price = element('input', {
		type: 'number',
		min: '0',
		step: '1',
		value: String(lead.price),
		'aria-label': `Price of ${lead.name}`,
		'data-key': `price-${lead.id}`,
		onchange: ({ target }) =>
			act(() => call(`/leads/${lead.id}`, 'PATCH', { price: Number(target.value) })),
	});
	const remove = element(
		'button',
		{
			class: 'remove',
			title: 'Delete',
			'aria-label': `Delete ${lead.name}`,
			onclick: () => act(() => call(`/leads/${lead.id}/delete`, 'POST')),
		},
		'×',
	);
	return element(
		'li',
		{
			class: 'card',
			draggable: 'true',
			ondragstart: (event) => event.dataTransfer.setData('text/plain', String(lead.id)),
		},
		element('div', { class: 'row' }, title, remove),
		id,
		stageChoice(lead),
		price,
	);
}

function stage(status, leads) {
	const column = element('section', {
		class: 'stage',
		style: `--stage: ${status.color}`,
		'aria-label': status.name,
		ondragover: (event) => {
			event.preventDefault();
			column.classList.add('over');
		},
		ondragleave: () => column.classList.remove('over'),
		ondrop: (event) => {
			event.preventDefault();
			column.classList.remove('over');
			const id = Number(event.dataTransfer.getData('text/plain'));
			if (id) void move(id, status.pipeline_id, status.id);
		},
	});
	const live = leads.filter(({ is_deleted: isDeleted }) => !isDeleted);
	column.append(
		element('h2', {}, status.name, element('span', {}, `${live.length} · ${moneyOf(live)}`)),
		element('ul', {}, ...leads.map(card)),
	);
	return column;
}

/** Somebody typing in a card or choosing a stage is not disturbed: for as long as this after the last touch. */
const patienceMs = 4000;
let touchedAt = 0;

for (const name of ['pointerdown', 'keydown', 'input', 'dragover']) {
	byId('board').addEventListener(name, () => (touchedAt = Date.now()));
}

const isBusy = () =>
	Date.now() - touchedAt < patienceMs && byId('board').contains(document.activeElement);

export async function drawBoard() {
	const live = await call('/leads?order[updated_at]=desc&limit=1000');
	const deleted = byId('show-deleted').checked ? await call('/leads?deleted=1&limit=1000') : [];
	const current = pipeline();
	const leads = [...live, ...deleted].filter(({ pipeline_id: id }) => id === current?.id);
	if (!current || (isBusy() && drawn.has('board')) || !hasChanged('board', [current, leads]))
		return;
	const { scrollLeft } = byId('board');
	const { key } = document.activeElement?.dataset ?? {};
	byId('board').replaceChildren(
		...current.statuses.map((status) =>
			stage(
				status,
				leads.filter(({ status_id: id }) => id === status.id),
			),
		),
	);
	byId('board').scrollLeft = scrollLeft;
	// The focused control was replaced with the rest: whoever uses the keyboard goes on where they were.
	if (key) byId('board').querySelector(`[data-key="${key}"]`)?.focus();
}

byId('pipeline').addEventListener('change', askForRefresh);
byId('show-deleted').addEventListener('change', askForRefresh);
byId('board').addEventListener('focusout', () => setTimeout(askForRefresh));
byId('new-lead').addEventListener('submit', (event) => {
	event.preventDefault();
	const form = event.target;
	const fields = new FormData(form);
	void act(async () => {
		await call('/leads', 'POST', {
			name: fields.get('name'),
			price: Number(fields.get('price')),
			pipeline_id: Number(byId('pipeline').value),
		});
		form.reset();
		form.elements.name.focus();
	});
});

import { drawBoard, showPipelines } from './board.js';
import { byId, call, time } from './dom.js';
import { drawTable } from './tables.js';

const refreshMs = 1000;

const tabs = [...document.querySelectorAll('[role=tab]')];

function select(tab) {
	for (const one of tabs) {
		const isSelected = one === tab;
		one.setAttribute('aria-selected', String(isSelected));
		one.tabIndex = isSelected ? 0 : -1;
		byId(one.getAttribute('aria-controls')).hidden = !isSelected;
	}
	location.hash = tab.id.replace('tab-', '');
	void refresh();
}

const selected = () => tabs.find((tab) => tab.getAttribute('aria-selected') === 'true');

for (const tab of tabs) {
	tab.addEventListener('click', () => select(tab));
	tab.addEventListener('keydown', ({ key }) => {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
		if (!step) return;
		const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
		select(next);
		next.focus();
	});
}

function drawState(state) {
	const { account, deliveries, clock } = state;
	byId('account').textContent = `account ${account.id} · ${account.subdomain}.amocrm.ru`;
	const { pending, delivered, failed } = deliveries;
	byId('count-deliveries').textContent = String(pending + delivered + failed || '');
	for (const name of ['requests', 'jarvis', 'telegram']) {
		byId(`count-${name}`).textContent = String(state[name] || '');
	}
	const listeners =
		state.subscriptions === 1 ? '1 subscription' : `${state.subscriptions} subscriptions`;
	const speed = clock.timeScale === 1 ? '' : `, ${clock.timeScale} times as fast`;
	byId('clock').textContent =
		`${listeners} · ${pending} waiting, ${failed} given up · clock ${time(clock.now)}${speed}`;
}

let isRefreshing = false;
let isAskedAgain = false;

async function refresh() {
	isAskedAgain = isRefreshing;
	if (isRefreshing) return;
	isRefreshing = true;
	try {
		drawState(await call('/state'));
		const view = selected()?.id.replace('tab-', '');
		if (view === 'leads') await drawBoard();
		else if (view) await drawTable(view);
		byId('connection').textContent = '';
	} catch {
		byId('connection').textContent = 'The sandbox does not answer. Trying again …';
	} finally {
		isRefreshing = false;
	}
	if (isAskedAgain) await refresh();
}

async function start() {
	try {
		const { pipelines } = await call('/catalogue');
		showPipelines(pipelines);
	} catch {
		setTimeout(start, refreshMs);
		return;
	}
	select(tabs.find((tab) => tab.id === `tab-${location.hash.slice(1)}`) ?? tabs[0]);
	setInterval(refresh, refreshMs);
}

document.addEventListener('sandbox:refresh', refresh);
void start();

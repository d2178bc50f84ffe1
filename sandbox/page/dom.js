export const byId = (id) => document.getElementById(id);

/** An element from its name, attributes (`on…` are listeners) and children; text is never HTML. */
export function element(name, attributes = {}, ...children) {
	const node = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) {
		if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
		else if (typeof value === 'boolean') node[key] = value;
		else node.setAttribute(key, value);
	}
	node.append(...children);
	return node;
}

export async function call(path, method = 'GET', body = undefined) {
	const response = await fetch(`/_sandbox${path}`, {
		method,
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	const answer = text === '' ? null : JSON.parse(text);
	if (response.ok) return answer;
	const [item] = answer['validation-errors'] ?? [];
	const [error] = item?.errors ?? [];
	throw new Error(error ? `${error.path}: ${error.detail}` : answer.detail);
}

function tell(message) {
	byId('notice').textContent = message;
	byId('notice').hidden = message === '';
}

/** Runs what a person asked for; what went wrong stands above the board until the next action. */
export async function act(work) {
	try {
		await work();
		tell('');
	} catch (error) {
		tell(`Not done. ${error.message}`);
	}
	drawn.clear();
	askForRefresh();
}

/** `page.js` listens; asking here would make the modules import each other. */
export const askForRefresh = () => document.dispatchEvent(new Event('sandbox:refresh'));

export const time = (at) => new Date(at).toLocaleTimeString([], { hour12: false });
export const money = (price) => price.toLocaleString('ru-RU');
export const moneyOf = (leads) => money(leads.reduce((sum, { price }) => sum + price, 0));

/** What each view was last drawn from: a view is drawn anew only when that has changed. */
export const drawn = new Map();

export function hasChanged(view, source) {
	const text = JSON.stringify(source);
	if (drawn.get(view) === text) return false;
	drawn.set(view, text);
	return true;
}

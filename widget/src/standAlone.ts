import en from '../i18n/en.json';
import ru from '../i18n/ru.json';
import uk from '../i18n/uk.json';
import { attachCombobox } from './combobox';
import { suggestWithToken, type OwnServerOptions } from './ownServer';
import { watchInputs } from './watchInputs';

interface AttachOptions extends OwnServerOptions {
	/** CSS selector of the fields, present or still to come. */
	readonly input: string;
	/** ru, en or uk; without it the page's. */
	readonly language?: string;
}

const languages: Readonly<Record<string, typeof ru>> = { ru, en, uk };

function textsIn(language: string) {
	return (languages[language.slice(0, 2).toLowerCase()] ?? ru).suggestions;
}

/** Completes addresses in the page's fields; answers what ends it. */
function attach({ input, language, ...server }: AttachOptions): () => void {
	const options = {
		suggest: suggestWithToken(server),
		texts: textsIn(language ?? document.documentElement.lang),
	};
	return watchInputs(input, (field) => attachCombobox(field, options));
}

async function tokenFrom(url: string): Promise<string> {
	const response = await fetch(url, { credentials: 'same-origin' });
	if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
	return (await response.text()).trim();
}

/** `<script src="…" data-input="#address" data-endpoint="https://…" data-token-url="/token">`. */
function attachByAttributes({ input, endpoint, tokenUrl, language }: DOMStringMap): void {
	if (!input || !endpoint || !tokenUrl) return;
	const start = () =>
		attach({
			input,
			endpoint,
			token: () => tokenFrom(tokenUrl),
			...(language ? { language } : {}),
		});
	if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
	else start();
}

Object.assign(window, { DeliveryAddressWidget: { attach } });
if (document.currentScript) attachByAttributes(document.currentScript.dataset);

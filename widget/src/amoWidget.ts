import { attachCombobox } from './combobox';
import { readSuggestions, type Suggest, type Texts } from './suggestions';
import { watchInputs } from './watchInputs';
import { readWidgetSettings } from './widgetSettings';

/** The part of amoCRM's widget that is used here. */
interface AmoWidget {
	callbacks?: Readonly<Record<string, () => boolean | void>>;
	get_settings(): Readonly<Record<string, unknown>>;
	i18n(key: string): unknown;
	/** jQuery.ajax with a one-time token of amoCRM in the header X-Auth-Token. */
	$authorizedAjax(options: object): unknown;
}

const timeoutMs = 10_000;

const suggestThrough =
	(widget: AmoWidget, url: string): Suggest =>
	async (query) =>
		readSuggestions(
			await new Promise<unknown>((resolve, reject) => {
				widget.$authorizedAjax({
					url,
					type: 'POST',
					contentType: 'application/json',
					dataType: 'json',
					data: JSON.stringify({ query }),
					timeout: timeoutMs,
					success: resolve,
					error: ({ status }: { readonly status?: number }) =>
						reject(new Error(`${url}: HTTP ${String(status ?? 0)}`)),
				});
			}),
		);

/** What amoCRM makes with `new` for each area that the widget is in. */
export function AddressWidget(this: AmoWidget): AmoWidget {
	let stop: (() => void) | null = null;

	const leave = (): void => {
		stop?.();
		stop = null;
	};

	const enter = (): void => {
		leave();
		const settings = readWidgetSettings(this.get_settings());
		if (!settings) {
			console.warn('Address suggestions: the widget needs server_url (https) and a field number.');
			return;
		}
		const options = {
			suggest: suggestThrough(this, settings.endpoint),
			texts: this.i18n('suggestions') as Texts,
		};
		stop = watchInputs(`#card_fields [name="CFV[${settings.fieldId}]"]`, (input) =>
			attachCombobox(input, options),
		);
	};

	// amoCRM takes anything but true for a failure of the widget.
	this.callbacks = {
		render: () => true,
		init: () => true,
		bind_actions: () => {
			enter();
			return true;
		},
		settings: () => true,
		onSave: () => true,
		destroy: leave,
	};
	return this;
}

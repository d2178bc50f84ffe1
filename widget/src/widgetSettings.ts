import { suggestPath } from './suggestions';

/** «Адрес доставки» of the installation that the widget was made for. */
const defaultFieldId = '762381';

export interface WidgetSettings {
	/** Whole URL of the suggestions. */
	readonly endpoint: string;
	/** The lead's custom field. */
	readonly fieldId: string;
}

const loopback = ['127.0.0.1', 'localhost'];

function endpointOf(text: string): string | null {
	try {
		const { protocol, hostname, origin } = new URL(text);
		const isSafe = protocol === 'https:' || (protocol === 'http:' && loopback.includes(hostname));
		return isSafe ? origin + suggestPath : null;
	} catch {
		return null;
	}
}

/** What somebody typed into the widget's settings in amoCRM; null where it cannot work. */
export function readWidgetSettings(
	settings: Readonly<Record<string, unknown>>,
): WidgetSettings | null {
	const text = (name: string): string => String(settings[name] ?? '').trim();
	const endpoint = endpointOf(text('server_url'));
	const fieldId = text('field_id') || defaultFieldId;
	return endpoint !== null && /^[1-9]\d*$/.test(fieldId) ? { endpoint, fieldId } : null;
}

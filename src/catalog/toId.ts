import { invalid } from './param';

/** A whole number of at least 0; ids come as numbers, and as text from webhooks and spreadsheets. */
export function toId(label: string, value: unknown): number {
	const text = typeof value === 'string' ? value.trim() : value;
	const id = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : text;
	if (typeof id === 'number' && Number.isSafeInteger(id) && id >= 0) return id;
	throw invalid(label, value, 'an id, such as 12345');
}

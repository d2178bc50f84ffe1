import type { FieldName } from './options';

export interface FieldValue {
	readonly field: FieldName;
	readonly value: string;
}

/** What amoCRM's button on the site offers: its code on the page makes it before the script is loaded. */
export interface Chat {
	setMeta(meta: object): void;
}

/** amoCRM's name and Kommo's. */
const names = ['amo_social_button', 'crm_plugin'] as const;

const isChat = (value: unknown): value is Chat =>
	typeof value === 'object' &&
	value !== null &&
	typeof (value as { setMeta?: unknown }).setMeta === 'function';

/** The chat of the page; undefined while its code has not run. */
export const chatOf = (page: object): Chat | undefined =>
	names.map((name) => (page as Readonly<Record<string, unknown>>)[name]).find(isChat);

/** Fields of the lead or contact that amoCRM makes when the visitor writes. */
export const metaOf = (entity: 'lead' | 'contact', values: readonly FieldValue[]): object => ({
	[entity]: {
		custom_fields: values.map(({ field, value }) => ({ ...field, values: [{ value }] })),
	},
});

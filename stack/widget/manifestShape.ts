import { z } from 'zod';

/** Where amoCRM shows widgets; each may end in `-0` or `-1`, without and with the right column. */
const locations = [
	...['lcard', 'ccard', 'comcard', 'cucard', 'llist', 'clist', 'tlist', 'culist', 'settings'],
	...['advanced_settings', 'card_sdk', 'catalogs', 'digital_pipeline', 'lead_sources'],
	...['whatsapp_modal', 'everywhere', 'sms', 'mobile_card', 'salesbot_designer', 'amoforms'],
];

const location = z
	.string()
	.refine((name) => locations.includes(name.replace(/-[01]$/, '')), 'is no place of amoCRM');

const setting = z.object({
	name: z.string().min(1),
	type: z.enum(['text', 'pass', 'users', 'users_lp', 'custom']),
	required: z.boolean(),
});

const support = z
	.object({ link: z.string().url(), email: z.string().email() })
	.partial()
	.refine(({ link, email }) => link !== undefined || email !== undefined, 'needs link or email');

/** manifest.json as amoCRM takes it (Web SDK). Texts are keys of the files in i18n/. */
export const manifestShape = z.object({
	widget: z
		.object({
			name: z.string().min(1),
			description: z.string().min(1),
			short_description: z.string().min(1),
			version: z.string().regex(/^\d+(\.\d+)+$/, 'is no version'),
			interface_version: z.literal(2),
			init_once: z.boolean(),
			locale: z.array(z.enum(['ru', 'en', 'es', 'pt', 'uk'])).min(1),
			installation: z.boolean(),
			support,
		})
		// amoCRM makes both itself for a new widget, and refuses those of another.
		.extend({ code: z.undefined(), secret_key: z.undefined() }),
	locations: z.array(location).min(1),
	settings: z
		.record(setting)
		.default({})
		.refine(
			(settings) => Object.values(settings).filter(({ type }) => type === 'custom').length <= 1,
			'has more than one custom setting',
		),
});

export type Manifest = z.infer<typeof manifestShape>;

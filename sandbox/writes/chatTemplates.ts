import { z } from 'zod';
import type { FieldProblem } from '../problem';
import type { ChatTemplate } from '../settings';
import { fieldMissing } from './fieldProblems';

const button = z.object({
	type: z.enum(['inline', 'url']),
	text: z.string().min(1),
	url: z.string().optional(),
});

const changeable = {
	buttons: z.array(button).readonly().nullish(),
	attachment: z
		.object({
			id: z.string(),
			name: z.string(),
			type: z.enum(['picture', 'file', 'document', 'video']),
		})
		.nullish(),
	is_editable: z.boolean().optional(),
	external_id: z.string().nullish(),
	type: z.enum(['amocrm', 'waba']).optional(),
	waba_footer: z.string().optional(),
	waba_category: z.enum(['UTILITY', 'AUTHENTICATION', 'MARKETING']).optional(),
	waba_language: z.string().optional(),
	waba_examples: z.record(z.string()).optional(),
	waba_header: z.string().max(60).nullish(),
	waba_header_type: z.enum(['text', 'media']).nullish(),
};

export const newTemplate = z.object({
	...changeable,
	name: z.string().min(1),
	content: z.string().min(1),
});

export const changedTemplate = z.object({
	...changeable,
	name: z.string().min(1).optional(),
	content: z.string().min(1).optional(),
});

export type NewTemplate = z.infer<typeof newTemplate>;
export type ChangedTemplate = z.infer<typeof changedTemplate>;

export const reviewDecision = z.object({
	status: z.enum(['approved', 'paused', 'rejected']).optional(),
	reject_reason: z.string().max(65_535).optional(),
});

const draftOnly: FieldProblem = {
	code: 'NotEditable',
	path: 'id',
	detail: 'A WhatsApp template can be changed only as a draft.',
};

/** What the shape alone does not say. */
export function templateProblems(
	input: ChangedTemplate,
	current: ChatTemplate | undefined,
): readonly FieldProblem[] {
	const { buttons, attachment, waba_header_type } = input;
	const links = (buttons ?? []).flatMap(({ type, url }, i) =>
		type === 'url' && !url ? [fieldMissing(`buttons.${i}.url`)] : [],
	);
	const hasFile = Boolean(attachment === undefined ? current?.attachment : attachment);
	const isReviewed = current?.type === 'waba' && current.reviews.length > 0;
	return [
		...(isReviewed ? [draftOnly] : []),
		...links,
		...(waba_header_type === 'media' && !hasFile ? [fieldMissing('attachment')] : []),
	];
}

/** Null of the input clears; what the input leaves out stays. */
const kept = <T>(given: T | null | undefined, before: T | null | undefined): T | null =>
	given === undefined ? (before ?? null) : given;

const noWaba = {
	waba_footer: '',
	waba_category: '',
	waba_language: '',
	waba_examples: {},
	waba_header: null,
	waba_header_type: null,
};

const wabaOf = (input: ChangedTemplate, current: ChatTemplate | undefined) => ({
	waba_footer: input.waba_footer ?? current?.waba_footer ?? '',
	waba_category: input.waba_category ?? current?.waba_category ?? '',
	waba_language: input.waba_language ?? current?.waba_language ?? '',
	waba_examples: input.waba_examples ?? current?.waba_examples ?? {},
	waba_header: kept(input.waba_header, current?.waba_header),
	waba_header_type: kept(input.waba_header_type, current?.waba_header_type),
});

/** A template that is not for WhatsApp forgets what it had for it. */
export function templateOf(
	id: number,
	input: ChangedTemplate,
	current: ChatTemplate | undefined,
): ChatTemplate {
	const now = Math.floor(Date.now() / 1000);
	const attachment = kept(input.attachment, current?.attachment);
	const type = input.type ?? current?.type ?? 'amocrm';
	return {
		id,
		name: input.name ?? current?.name ?? '',
		content: input.content ?? current?.content ?? '',
		created_at: current?.created_at ?? now,
		updated_at: now,
		buttons: kept(input.buttons, current?.buttons) ?? [],
		attachment: attachment && { ...attachment, is_external: true },
		is_editable: input.is_editable ?? current?.is_editable ?? false,
		external_id: kept(input.external_id, current?.external_id),
		type,
		...(type === 'waba' ? wabaOf(input, current) : noWaba),
		reviews: current?.reviews ?? [],
	};
}

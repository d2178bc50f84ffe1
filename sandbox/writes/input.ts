import { z } from 'zod';
import type { EntityKind } from '../entities';

const id = z.number().int();
const time = z.number().int();
const reference = z.object({ id });
const tag = z.object({ id: id.optional(), name: z.string().optional() });

export const customField = z.object({
	field_id: id.optional(),
	/** Null in what amoCRM gives for a field without a code, and so in what is sent back. */
	field_code: z.string().nullish(),
	values: z
		.array(
			z.object({
				value: z.union([z.string(), z.number(), z.boolean(), z.record(z.unknown())]).nullish(),
				/** Of a chained list, which has no value. */
				catalog_id: id.optional(),
				catalog_element_id: id.optional(),
				enum_id: id.optional(),
				enum_code: z.string().nullish(),
				subtype: z.string().optional(),
			}),
		)
		.nullable(),
});

const common = {
	id: id.optional(),
	name: z.string().max(255).optional(),
	responsible_user_id: id.optional(),
	created_by: id.optional(),
	updated_by: id.optional(),
	created_at: time.optional(),
	updated_at: time.optional(),
	custom_fields_values: z.array(customField).nullish(),
	tags_to_add: z.array(tag).optional(),
	tags_to_delete: z.array(tag).optional(),
	request_id: z.union([z.string(), z.number()]).optional(),
};

const leadInput = z.object({
	...common,
	price: z.number().int().optional(),
	status_id: id.optional(),
	pipeline_id: id.optional(),
	loss_reason_id: id.nullish(),
	closed_at: time.nullish(),
	_embedded: z
		.object({
			tags: z.array(tag).nullish(),
			contacts: z.array(reference.extend({ is_main: z.boolean().optional() })).nullish(),
			companies: z.array(reference).nullish(),
		})
		.optional(),
});

const contactInput = z.object({
	...common,
	first_name: z.string().max(255).optional(),
	last_name: z.string().max(255).optional(),
	_embedded: z
		.object({ tags: z.array(tag).nullish(), companies: z.array(reference).nullish() })
		.optional(),
});

const customerInput = z.object({
	...common,
	next_price: z.number().int().optional(),
	next_date: time.optional(),
	status_id: id.optional(),
	periodicity: z.number().int().optional(),
	_embedded: z
		.object({ tags: z.array(tag).nullish(), segments: z.array(reference).nullish() })
		.optional(),
});

export type LeadInput = z.infer<typeof leadInput>;
export type ContactInput = z.infer<typeof contactInput>;
export type CustomerInput = z.infer<typeof customerInput>;
export type CustomFieldInput = z.infer<typeof customField>;
export type TagInput = z.infer<typeof tag>;
export type EntityInput = LeadInput & ContactInput & CustomerInput;

/** Shapes of one item of a POST or PATCH; unknown keys are ignored, as amoCRM does. */
export const inputOf: Readonly<Record<EntityKind, z.ZodType<EntityInput>>> = {
	leads: leadInput as unknown as z.ZodType<EntityInput>,
	contacts: contactInput as unknown as z.ZodType<EntityInput>,
	companies: contactInput as unknown as z.ZodType<EntityInput>,
	customers: customerInput as unknown as z.ZodType<EntityInput>,
};

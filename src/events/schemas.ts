import { z } from 'zod';

/**
 * What a normalised entity is expected to look like. A failed check is told and nothing is dropped:
 * amoCRM adds fields without notice, and its hooks leave out whatever is null.
 */
const shape = <T extends z.ZodRawShape>(fields: T) => z.object(fields).passthrough();

const id = z.number().int();
const optionalId = id.optional();
/** As `scalar` writes dates. zod's own `datetime()` builds its expression anew for each value. */
const isoDate = z
	.string()
	.regex(/^\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/, 'Invalid datetime');
const text = z.string();

const dates = { created_at: isoDate.optional(), updated_at: isoDate.optional() };
const tags = z.union([text, z.array(shape({ id: optionalId, name: text }))]).optional();
const customFields = z
	.array(
		shape({
			field_id: id.nullable(),
			field_name: text.nullable(),
			field_code: text.nullable(),
			values: z.array(shape({})),
		}),
	)
	.optional();

/** Deletes, and Digital Pipeline hooks of customers. */
export const bare = shape({ id });

export const lead = shape({
	id,
	name: text.optional(),
	status_id: optionalId,
	pipeline_id: optionalId,
	price: z.number().nullable().optional(),
	responsible_user_id: optionalId,
	tags,
	custom_fields_values: customFields,
	...dates,
});

/** What a delete and the Digital Pipeline send of a lead. */
export const leadPlace = shape({ id, status_id: id, pipeline_id: id });

const person = { id, name: text.optional(), responsible_user_id: optionalId, tags, ...dates };

export const contact = shape({
	...person,
	type: z.literal('contact'),
	custom_fields_values: customFields,
});

export const company = shape({
	...person,
	type: z.literal('company'),
	custom_fields_values: customFields,
});

export const customer = shape({ ...person, custom_fields_values: customFields });

export const task = shape({
	id,
	text: text.optional(),
	element_id: optionalId,
	element_type: optionalId,
	responsible_user_id: optionalId,
	...dates,
});

export const note = shape({
	id,
	text: text.optional(),
	note_type: optionalId,
	element_id: optionalId,
	...dates,
});

export const unsorted = shape({ uid: text, category: text, created_at: isoDate.optional() });

export const unsortedEnd = shape({ uid: text, action: z.enum(['accept', 'decline']) });

export const message = shape({
	id: text,
	chat_id: text,
	text: text.optional(),
	contact_id: optionalId,
	created_at: isoDate,
});

export const talk = shape({ talk_id: id, contact_id: optionalId, ...dates });

export const talkEnd = shape({ talk_id: id });

export const catalogElement = shape({
	id,
	catalog_id: id,
	name: text,
	custom_fields_values: customFields,
	...dates,
});

export const catalogElementEnd = shape({ id, catalog_id: id });

export const templateReview = shape({ id, name: text, reviews: z.array(shape({ id })).optional() });

import { z } from 'zod';
import type { FieldObject, FieldValue } from '../field';
import type { FieldProblem } from '../problem';
import { fieldMissing, problemOf } from './fieldProblems';
import type { CustomFieldInput } from './input';

type ValueInput = NonNullable<CustomFieldInput['values']>[number];

const id = z.number().int();

const item = z
	.object({
		sku: z.string().optional(),
		description: z.string().optional(),
		unit_price: z.number(),
		quantity: z.number(),
		unit_type: z.string().optional(),
		discount: z.object({ type: z.enum(['percentage', 'amount']), value: z.number() }).optional(),
		vat_rate_id: id.nullish(),
		external_uid: z.string().optional(),
	})
	.transform((one) => {
		const full = one.unit_price * one.quantity;
		const discount = one.discount ?? { type: 'amount', value: 0 };
		const off = discount.type === 'amount' ? discount.value : (full * discount.value) / 100;
		return {
			sku: one.sku ?? '',
			product_id: null,
			description: one.description ?? '',
			unit_price: one.unit_price,
			unit_type: one.unit_type ?? '',
			quantity: one.quantity,
			discount,
			vat_rate_id: one.vat_rate_id ?? 0,
			vat_rate_value: 0,
			bonus_points_per_purchase: 0,
			external_uid: one.external_uid ?? '',
			metadata: [],
			is_discount_recalculated: false,
			is_total_sum_recalculated: false,
			total_sum: full - off,
		};
	});

const linked = z.object({ entity_id: id }).passthrough();

/** Types whose value is an object, and what must be in it. */
const shapes: Readonly<Record<string, z.ZodTypeAny>> = {
	legal_entity: z.object({ name: z.string().min(1) }).passthrough(),
	items: item,
	linked_entity: linked,
	supplier: linked,
	payer: z.union([linked, z.object({ name: z.string().min(1) }).passthrough()]),
	file: z.object({ file_uuid: z.string().uuid() }).passthrough(),
};

const chained = z.object({ catalog_id: id, catalog_element_id: id });

const addressParts = [
	'address_line_1',
	'address_line_2',
	'city',
	'state',
	'zip',
	'country',
] as const;
const addressPart = z.object({
	value: z.string(),
	enum_id: id.min(1).max(addressParts.length).optional(),
	enum_code: z.enum(addressParts).nullish(),
});

/** A value of a type that has several parts, or what is wrong with it; null for all other types. */
export function readParts(
	type: string,
	input: ValueInput,
	path: string,
): FieldValue | FieldProblem | null {
	const wrong = (error: z.ZodError, below: string): FieldProblem => {
		const [issue] = error.issues;
		const problem = problemOf(issue ?? { code: 'custom', path: [], message: '' });
		return { ...problem, path: [below, problem.path].filter(Boolean).join('.') };
	};
	if (type === 'chained_list') {
		const parsed = chained.safeParse(input);
		return parsed.success ? { value: parsed.data } : wrong(parsed.error, path);
	}
	if (type === 'smart_address') {
		const parsed = addressPart.safeParse(input);
		if (!parsed.success) return wrong(parsed.error, path);
		const { value, enum_id, enum_code } = parsed.data;
		const number = enum_id ?? addressParts.findIndex((part) => part === enum_code) + 1;
		const code = addressParts[number - 1];
		if (!code) return fieldMissing(`${path}.enum_id`);
		return { value, enum_id: number, enum_code: code };
	}
	const shape = shapes[type];
	if (!shape) return null;
	const parsed = shape.safeParse(input.value);
	return parsed.success
		? { value: parsed.data as FieldObject }
		: wrong(parsed.error, `${path}.value`);
}

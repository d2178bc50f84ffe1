import { z } from 'zod';
import type { Segment } from '../customer';
import type { FieldProblem } from '../problem';
import type { Store } from '../store';
import { readFields } from './customFields';
import { fieldMissing, notSupportedChoice, problemOf } from './fieldProblems';
import { customField } from './input';
import type { Prepared } from './writeList';

/** Whose custom fields segments have. */
export const segmentFields = 'customers/segments';
export const mostSegments = 100;

const input = z.object({
	name: z.string().max(255).optional(),
	color: z.string().optional(),
	custom_fields_values: z.array(customField).nullish(),
	available_products_price_types: z.array(z.number().int()).optional(),
});

/** A new segment, or the change of the segment `before`. */
export function prepareSegment(
	store: Store,
	item: unknown,
	before: Segment | null,
): Prepared<Segment> {
	const parsed = input.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const { name = before?.name ?? '', color = before?.color ?? '6610f2' } = parsed.data;
	const values = parsed.data.custom_fields_values;
	const fields = readFields(store.data, segmentFields, before?.fields ?? [], values ?? []);
	const problems: readonly FieldProblem[] = [
		...(name === '' ? [fieldMissing('name')] : []),
		...(/^[0-9a-f]{6}$/i.test(color) ? [] : [notSupportedChoice('color')]),
		...fields.problems,
	];
	if (problems.length > 0) return { save: null, problems };
	const save = (): Segment => {
		const now = Math.floor(Date.now() / 1000);
		const segment: Segment = {
			id: before?.id ?? store.nextId(),
			name,
			color,
			available_products_price_types:
				parsed.data.available_products_price_types ?? before?.available_products_price_types ?? [],
			fields: values === null ? [] : fields.entries,
			created_at: before?.created_at ?? now,
			updated_at: now,
		};
		store.data.segments.set(segment.id, segment);
		store.touch();
		return segment;
	};
	return { save, problems: null };
}

/** Takes its customers out of it. */
export function deleteSegment(store: Store, { id }: Segment): void {
	const { segments, customers } = store.data;
	segments.delete(id);
	store.together(() => {
		for (const customer of [...customers.values()].filter((one) => one.segments.includes(id))) {
			store.save('customers', {
				...customer,
				segments: customer.segments.filter((segmentId) => segmentId !== id),
			});
		}
	});
	store.touch();
}

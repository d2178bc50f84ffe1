import { problem } from '../problem';

/** The refusal of a DELETE of many: its form differs from that of a failed validation. */
export function refuseUnknownIds(
	noun: string,
	ids: readonly number[],
	known: { has(id: number): boolean },
): void {
	const errors = ids.flatMap((id, i) =>
		known.has(id)
			? []
			: [
					{
						request_id: String(i),
						errors: {
							code: 'EntityNotFound',
							path: 'id',
							detail: `${noun} with id = ${id} not found`,
						},
					},
				],
	);
	if (errors.length > 0) throw problem(400, 'Invalid request items', { errors });
}

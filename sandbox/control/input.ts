import type { Request } from 'express';
import type { z } from 'zod';
import { bodyText } from '../jsonBody';
import { problem } from '../problem';

/** The body of a control call; an empty one is `{}`. What is wrong is said per field. */
export function input<T>(request: Request, schema: z.ZodType<T, z.ZodTypeDef, unknown>): T {
	let body: unknown;
	try {
		body = JSON.parse(bodyText(request) || '{}');
	} catch {
		throw problem(400, 'The body is not JSON.');
	}
	const parsed = schema.safeParse(body);
	if (parsed.success) return parsed.data;
	const wrong = parsed.error.issues.map(
		({ path, message }) => `${path.join('.') || 'body'}: ${message}`,
	);
	throw problem(400, wrong.join('; '));
}

import type { Request } from 'express';
import { problem } from './problem';

/** The body as text; '' when there is none. */
export const bodyText = (request: Request): string =>
	typeof request.body === 'string' ? request.body : '';

/** The body as JSON; amoCRM refuses an empty one in its own words. */
export function jsonBody(request: Request): unknown {
	const body = bodyText(request);
	if (body.trim() === '') throw problem(400, 'Request data can not be empty');
	try {
		return JSON.parse(body) as unknown;
	} catch {
		throw problem(400, 'Invalid JSON');
	}
}

import type { Request } from 'express';
import { jsonBody } from '../jsonBody';
import { problem } from '../problem';

/** The body of a write to one entity: a single model. */
export function objectBody(request: Request): object {
	const body = jsonBody(request);
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		throw problem(400, 'Request data must be an object');
	}
	return body;
}

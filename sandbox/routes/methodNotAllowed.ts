import type { RequestHandler } from 'express';
import { problem } from '../problem';

/** Last on every known path: the path is there, the verb is not. */
export const methodNotAllowed: RequestHandler = () => {
	throw problem(405, 'Method Not Allowed');
};

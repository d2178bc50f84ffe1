import { Router } from 'express';
import { createPostLog, type PostLog } from './postLog';

export interface Analytics extends Pick<PostLog, 'calls' | 'clear'> {
	readonly router: Router;
}

/** The cabinet that gets conversations as applications. It takes everything and remembers it. */
export function createAnalytics(): Analytics {
	const { take, calls, clear } = createPostLog();
	const router = Router();
	router.post('/applications', take);
	return { router, calls, clear };
}

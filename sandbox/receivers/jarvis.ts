import { Router } from 'express';
import { createPostLog, type PostLog } from './postLog';

export interface Jarvis extends Pick<PostLog, 'calls' | 'clear'> {
	readonly router: Router;
}

/** The user's service that gets one POST per event. It takes everything and remembers it. */
export function createJarvis(): Jarvis {
	const { take, calls, clear } = createPostLog();
	const router = Router();
	router.get('/health', (_request, response) => {
		response.json({ status: 'ok' });
	});
	router.post('/amocrm/process-webhook', take);
	return { router, calls, clear };
}

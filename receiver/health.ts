import type { Pool } from 'pg';
import { timedQuery } from '../src/inbox/timedQuery';
import type { Answer } from '../src/webhook/answer';
import type { EndpointDirectory } from './endpointDirectory';

const deadlineMs = 1_000;

/** 200 when a webhook would be stored now; never rejects, and tells no secret of the database. */
export async function health(pool: Pool, endpoints: EndpointDirectory): Promise<Answer> {
	try {
		await pool.query(timedQuery('select from amocrm_endpoints limit 0', deadlineMs));
		return { status: 200, body: { status: 'ok', triggers: endpoints.size() } };
	} catch (error) {
		const { code = null } = error as { code?: string };
		return { status: 503, body: { status: 'the database does not answer', code } };
	}
}

import type { ICredentialTestRequest } from 'n8n-workflow';
import { statusInWords } from '../src/client/responseError';

type Rules = NonNullable<ICredentialTestRequest['rules']>;

/** 401 differs by credential; each of the others means the same for both. */
const explained: readonly number[] = [301, 302, 307, 308, 402, 403, 404, 429, 500, 502, 503, 504];

/** What the Test button says of each status, where n8n by itself shows no more than "Forbidden". */
export const testRules = (of401: string): Rules =>
	[
		[401, of401] as const,
		...explained.map((status) => [status, statusInWords(status)] as const),
	].map(([value, message]) => ({ type: 'responseCode', properties: { value, message } }));

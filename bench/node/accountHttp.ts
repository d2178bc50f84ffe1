import axios, { type AxiosInstance } from 'axios';
import type { Account } from './job';

/** As long as n8n's HTTP Request node waits. */
const timeoutMs = 300_000;

/** What n8n's own HTTP helper is made of, the same for both sides; statuses are not errors. */
export const accountHttp = ({ url, token }: Account): AxiosInstance =>
	axios.create({
		baseURL: url,
		headers: { Authorization: `Bearer ${token}` },
		timeout: timeoutMs,
		maxRedirects: 0,
		validateStatus: () => true,
	});

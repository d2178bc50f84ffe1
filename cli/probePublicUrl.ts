import { lookup as systemLookup } from 'node:dns';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { NoAnswer, PublicUrlAnswer } from '../src/publicUrl/answer';
import { hostOf, type PublicUrlUse } from '../src/publicUrl/rules';

export interface ProbeOptions {
	readonly timeoutMs?: number;
	/** Authorities to trust instead of the public ones, PEM. */
	readonly ca?: string;
	readonly lookup?: LookupFunction;
}

/** OPTIONS sets nothing off; for a redirect URI a browser's GET without a code does not either. */
const methodOf = (use: PublicUrlUse): string => (use === 'redirect URI' ? 'GET' : 'OPTIONS');

/** Node writes `valid_to` as `Nov 21 16:00:00 2027 GMT`. */
const endOf = (socket: TLSSocket): Date => new Date(socket.getPeerCertificate().valid_to);

/** An Error for a chain that is not trusted, else what `checkServerIdentity` said; types know only one. */
const faultOf = ({ authorized, authorizationError }: TLSSocket): string | null => {
	if (authorized) return null;
	const { code, message } = (authorizationError ?? {}) as { code?: string; message?: string };
	return code ?? message ?? String(authorizationError);
};

const locationOf = (url: URL, location: string | undefined): string | null =>
	location !== undefined && URL.canParse(location, url.href) ? new URL(location, url).href : null;

/**
 * Asks a public address as a stranger does: DNS, TLS, one request without the query, which may hold a
 * key. A certificate that is not trusted is told, not refused, so that the rest is looked at as well.
 */
export async function probePublicUrl(
	url: URL,
	use: PublicUrlUse,
	options: ProbeOptions = {},
): Promise<PublicUrlAnswer | NoAnswer> {
	const { timeoutMs = 10_000, ca, lookup = systemLookup as LookupFunction } = options;
	return await new Promise((resolve) => {
		const ask = request({
			method: methodOf(use),
			host: hostOf(url),
			port: url.port || 443,
			path: url.pathname,
			headers: { 'user-agent': 'amocrm-pipeline doctor' },
			rejectUnauthorized: false,
			agent: false,
			signal: AbortSignal.timeout(timeoutMs),
			lookup,
			...(ca === undefined ? {} : { ca }),
		});
		ask.once('error', (error: NodeJS.ErrnoException) => {
			const isLate = error.name === 'TimeoutError' || error.name === 'AbortError';
			const code = isLate ? 'ETIMEDOUT' : (error.code ?? '');
			resolve({ code: /^ERR_SSL/.test(code) ? 'EPROTO' : code, message: error.message });
		});
		ask.once('response', (response) => {
			const socket = response.socket as TLSSocket;
			resolve({
				address: socket.remoteAddress ?? '',
				status: response.statusCode ?? 0,
				location: locationOf(url, response.headers.location),
				certificateFault: faultOf(socket),
				certificateEnds: endOf(socket),
			});
			response.destroy();
		});
		ask.end();
	});
}

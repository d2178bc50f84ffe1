/** What n8n's HTTP helper threw, without the request and the token that hang on it. */
export interface HttpFault {
	/** Null where no answer came. */
	readonly status: number | null;
	/** Parsed where it is JSON; undefined where n8n dropped it. */
	readonly body: unknown;
	/** The answer is the token endpoint's: a renewal was refused. */
	readonly isOfTokenEndpoint: boolean;
}

interface Thrown {
	readonly httpCode?: unknown;
	readonly status?: unknown;
	readonly code?: unknown;
	readonly body?: unknown;
	readonly message?: unknown;
	readonly response?: {
		readonly status?: unknown;
		readonly statusCode?: unknown;
		readonly data?: unknown;
		readonly body?: unknown;
	};
	readonly cause?: unknown;
}

const deepest = 4;

/** From the outermost to the cause of all causes. */
function chainOf(thrown: unknown, depth = 0): readonly Thrown[] {
	if (typeof thrown !== 'object' || thrown === null || depth > deepest) return [];
	return [thrown, ...chainOf((thrown as Thrown).cause, depth + 1)];
}

const statusIn = ({ response, httpCode, status }: Thrown): number | undefined =>
	[response?.status, response?.statusCode, httpCode, status]
		.map(Number)
		.find((code) => code >= 300 && code < 600);

/** n8n's OAuth2 client marks its own errors so; the text is the same in versions that lack the mark. */
const isOfOAuthClient = ({ code, message }: Thrown): boolean =>
	code === 'ESTATUS' || code === 'EAUTH' || /^HTTP status \d{3}$/.test(String(message));

/** n8n's OAuth2 client keeps the answer as text, and a 403 that is no JSON means a blocked account. */
function parsed(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return body;
	}
}

/** n8n throws a refusal as an axios error, as a NodeApiError or as an error of its OAuth2 client. */
export function readHttpFault(thrown: unknown): HttpFault {
	const chain = chainOf(thrown);
	const bodies = chain.flatMap(({ response, body }) => [response?.data, response?.body, body]);
	return {
		status: chain.map(statusIn).find((status) => status !== undefined) ?? null,
		body: parsed(bodies.find((body) => body !== undefined && body !== null)),
		isOfTokenEndpoint: chain.some(isOfOAuthClient),
	};
}

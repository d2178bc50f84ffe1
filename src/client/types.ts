export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Nested as amoCRM names it: `{filter: {updated_at: {from: 1}}}` travels as `filter[updated_at][from]=1`. */
export type QueryValue =
	| string
	| number
	| boolean
	| null
	| undefined
	| readonly QueryValue[]
	| { readonly [name: string]: QueryValue };

export type Query = Readonly<Record<string, QueryValue>>;

export interface ApiRequest {
	readonly method: HttpMethod;
	/** From the root of the account: `/api/v4/leads`. */
	readonly path: string;
	/** Another host of amoCRM than the account's, which `ownUrl` let pass: `https://drive-b.amocrm.ru`. */
	readonly origin?: string;
	readonly query?: Query;
	/** Sent as JSON, a Buffer as it is; absent means no body. */
	readonly body?: unknown;
	/** Of a Buffer. */
	readonly contentType?: string;
	/** The body of a success is wanted as a Buffer. */
	readonly isBinary?: boolean;
}

export interface ApiResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, unknown>>;
	/** Parsed JSON; text where amoCRM sent none; empty for 204. */
	readonly body: unknown;
}

/**
 * Carries one request to amoCRM with the account's credential. It returns every HTTP status and throws
 * only when there is no answer. The query is part of `path` by then: `send` writes it.
 */
export type Transport = (request: ApiRequest) => Promise<ApiResponse>;

export interface AmoCrmClient {
	/** The answer of a 2xx; everything else is thrown as an AmoCrmError. */
	readonly send: (request: ApiRequest) => Promise<ApiResponse>;
}

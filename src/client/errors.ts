import { redact } from './redact';

export type AmoCrmErrorCode =
	/** 400: what was sent is not accepted. */
	| 'invalid'
	| 'unauthorized'
	| 'paymentRequired'
	| 'forbidden'
	/** 403 for the whole account or address, after too many requests. */
	| 'blocked'
	| 'notFound'
	| 'notAllowed'
	/** 422: understood and refused. */
	| 'refused'
	| 'rateLimited'
	| 'server'
	/** 3xx: the account answers at another address. */
	| 'moved'
	/** No answer came. */
	| 'network'
	/** Somebody stopped the execution before the request was sent. */
	| 'stopped'
	/** The answer has not the shape that amoCRM documents. */
	| 'unexpectedAnswer'
	/** Refused before anything was sent: the credential or a parameter. */
	| 'badInput';

/** What amoCRM says about one model of a batch. */
export interface ItemRefusal {
	/** The `request_id` that the model was sent with, or its position; null where amoCRM names none. */
	readonly requestId: string | null;
	/** `price: must be a number (InvalidType)`, one per field. */
	readonly reasons: readonly string[];
}

export interface AmoCrmErrorDetails {
	readonly code: AmoCrmErrorCode;
	/** HTTP status; 0 where there was no answer. */
	readonly status: number;
	readonly message: string;
	/** What to do about it. */
	readonly hint: string;
	readonly request?: { readonly method: string; readonly path: string };
	readonly refusals?: readonly ItemRefusal[];
	/** Seconds that amoCRM asks to wait, for `rateLimited`. */
	readonly retryAfter?: number;
	/** Node's code of the fault, for `network`. */
	readonly networkCode?: string;
}

/** Everything that goes wrong between us and amoCRM. Secrets are removed here, once, for every log. */
export class AmoCrmError extends Error {
	override readonly name = 'AmoCrmError';
	readonly code: AmoCrmErrorCode;
	readonly status: number;
	readonly hint: string;
	readonly request: { readonly method: string; readonly path: string } | null;
	readonly refusals: readonly ItemRefusal[];
	readonly retryAfter: number | null;
	readonly networkCode: string | null;

	constructor(details: AmoCrmErrorDetails) {
		super(redact(details.message));
		this.code = details.code;
		this.status = details.status;
		this.hint = redact(details.hint);
		this.request = details.request
			? { method: details.request.method, path: redact(details.request.path) }
			: null;
		this.refusals = (details.refusals ?? []).map(({ requestId, reasons }) => ({
			requestId,
			reasons: reasons.map(redact),
		}));
		this.retryAfter = details.retryAfter ?? null;
		this.networkCode = details.networkCode ?? null;
	}
}

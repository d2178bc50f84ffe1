import { AmoCrmError, type AmoCrmErrorCode, type ItemRefusal } from './errors';
import { retryAfterSeconds } from './retryAfter';
import type { ApiRequest, ApiResponse } from './types';

type Explanation = readonly [code: AmoCrmErrorCode, said: string, hint: string];

const denied: Explanation = [
	'forbidden',
	'amoCRM denied access',
	'Check the rights of the user who connected the credential, the scopes of the integration and the IP white list of the account.',
];

/** What each status means for the person who reads it, and what to do (amocrm-api: errors and limits). */
const explanations: Readonly<Record<number, Explanation>> = {
	400: [
		'invalid',
		'amoCRM did not accept the data',
		'Correct the named fields. Custom fields, statuses, pipelines and users are given by the ids of this account.',
	],
	401: [
		'unauthorized',
		'amoCRM did not accept the credential',
		'Reconnect the OAuth2 credential, or create a new long-lived token in the integration; also check the subdomain and the domain.',
	],
	402: [
		'paymentRequired',
		'The amoCRM account is not paid, or its plan lacks this feature',
		'Renew or upgrade the plan in amoCRM; reads stay available for 30 days, writes stop at once.',
	],
	403: denied,
	404: ['notFound', 'amoCRM found nothing at this address', 'Check the id and the path.'],
	405: [
		'notAllowed',
		'amoCRM does not offer this method here',
		'Leads, contacts and companies cannot be deleted through the API; other resources list their methods in the reference.',
	],
	414: ['invalid', 'The request has too many values for one URL', 'Ask for fewer ids at once.'],
	422: [
		'refused',
		'amoCRM refused the request',
		'Check the limits (250 rows per request) and that the feature is switched on in the account.',
	],
	429: [
		'rateLimited',
		'amoCRM received too many requests',
		'Wait, then run fewer workflows at the same time; other integrations of the account may share its limit.',
	],
};

const blocked: Explanation = [
	'blocked',
	'amoCRM blocked the account or this address',
	'This follows too many requests. Stop the workflows for some minutes, then ask the support of amoCRM if it lasts.',
];
const moved: Explanation = [
	'moved',
	'The account answers at another address',
	'Put the present subdomain and domain into the credential.',
];
const outOfScope: Explanation = [
	'forbidden',
	'The integration lacks a scope',
	'Tick the scope in the settings of the integration in amoCRM, then connect the OAuth2 credential anew or create a new long-lived token: the old token keeps the old scopes.',
];
const outsideWhiteList: Explanation = [
	'forbidden',
	'amoCRM refuses the IP address of this n8n',
	"Add the address that n8n goes out with to the account's list of allowed IP addresses, or switch that list off.",
];
const server: Explanation = [
	'server',
	'amoCRM could not answer',
	'Try again later; with batches, send fewer at a time. A write may have been done all the same: look before repeating it.',
];
const other: Explanation = [
	'unexpectedAnswer',
	'amoCRM gave an unexpected answer',
	'Compare the path and the body with the documentation of amoCRM.',
];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** amoCRM's own words; its OAuth answers put the cause into `hint`. */
function wordsOf(body: unknown): string {
	if (!isObject(body)) return textOf(body).slice(0, 200).replace(/\s+/g, ' ').trim();
	return textOf(body['hint']) || textOf(body['detail']) || textOf(body['title']);
}

const numberOf = (body: unknown): number =>
	isObject(body) ? Number(body['error_code'] ?? body['code']) : NaN;

function forbidden(body: unknown): Explanation {
	const words = wordsOf(body);
	if (/scope/i.test(words)) return outOfScope;
	// 113 is the number that the older API gives to this refusal; v4 publishes no words for it.
	const isOfWhiteList = /(?:^|[^\p{L}])IP(?:$|[^\p{L}])/iu.test(words) || numberOf(body) === 113;
	return isOfWhiteList ? outsideWhiteList : denied;
}

function explanationOf({ status, body }: ApiResponse): Explanation {
	// A blocked account gets a page of the web server, not a problem of the API.
	if (status === 403 && !isObject(body)) return blocked;
	if (status === 403) return forbidden(body);
	if (status >= 300 && status < 400) return moved;
	if (status >= 500) return server;
	return explanations[status] ?? other;
}

function fieldReason(error: unknown): string {
	if (!isObject(error)) return String(error);
	const detail = textOf(error['detail']) || 'not accepted';
	const code = textOf(error['code']);
	return `${textOf(error['path']) || 'the model'}: ${detail}${code ? ` (${code})` : ''}`;
}

/** A DELETE of many has `errors` for `validation-errors`, with a single reason in each. */
function refusalsOf(body: unknown): readonly ItemRefusal[] {
	const list = isObject(body) ? (body['validation-errors'] ?? body['errors']) : undefined;
	if (!Array.isArray(list)) return [];
	return list.filter(isObject).map(({ request_id: requestId, errors }) => ({
		requestId: requestId === undefined ? null : String(requestId),
		reasons: (Array.isArray(errors) ? errors : [errors].filter(isObject)).map(fieldReason),
	}));
}

/** What a status means and what to do, where nothing else of the answer is known. */
export function statusInWords(status: number): string {
	const [, said, hint] = explanationOf({ status, headers: {}, body: {} });
	return `${said}. ${hint}`;
}

/** One error for every answer that is not 2xx, whatever form it has. */
export function responseError(request: ApiRequest, response: ApiResponse): AmoCrmError {
	const [code, said, hint] = explanationOf(response);
	const refusals = refusalsOf(response.body);
	const reasons = refusals.flatMap((refusal) => refusal.reasons);
	const words = reasons.length > 0 ? reasons.join('; ') : wordsOf(response.body);
	const retryAfter = response.status === 429 ? retryAfterSeconds(response) : null;
	return new AmoCrmError({
		code,
		status: response.status,
		message: `${said}${words ? `: ${words}` : ''} (HTTP ${response.status})`,
		hint,
		request: { method: request.method, path: request.path },
		refusals,
		...(retryAfter === null ? {} : { retryAfter }),
	});
}

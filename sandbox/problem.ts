import type { Response } from 'express';

export interface FieldProblem {
	readonly code: string;
	readonly path: string;
	readonly detail: string;
}

export interface ItemProblem {
	readonly request_id: string;
	readonly errors: readonly FieldProblem[];
}

/** An answer that is not a success: thrown by routes, written by `sendProblem`. */
export interface Problem {
	readonly problem: true;
	readonly status: number;
	readonly body: Readonly<Record<string, unknown>>;
}

const titles: Readonly<Record<number, string>> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	402: 'Payment Required',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Method Not Allowed',
	422: 'Unprocessable Entity',
	429: 'Too Many Requests',
	500: 'ErrInternalServer',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Gateway Timeout',
};

export const problem = (
	status: number,
	detail: string,
	extra: Readonly<Record<string, unknown>> = {},
): Problem => ({
	problem: true,
	status,
	body: {
		...extra,
		title: titles[status] ?? `Error ${status}`,
		type: `https://httpstatus.es/${status}`,
		status,
		detail,
	},
});

/** To whoever has no valid token, and to whoever calls an account that is not there. */
export const wrongLogin: Problem = problem(401, 'Неверный логин или пароль');

export const validationFailed = (errors: readonly ItemProblem[]): Problem =>
	problem(400, 'Request validation failed', { 'validation-errors': errors });

export const isProblem = (value: unknown): value is Problem =>
	typeof value === 'object' && value !== null && 'problem' in value;

/** JSON of a media type that amoCRM names without charset; Express would add one to a string. */
export function sendJson(response: Response, status: number, type: string, body: unknown): void {
	response
		.status(status)
		.type(type)
		.send(Buffer.from(JSON.stringify(body)));
}

/** Clients compare the content type as a whole: with a charset no error of ours would be theirs. */
export function sendProblem(response: Response, { status, body }: Problem): void {
	sendJson(response, status, 'application/problem+json', body);
}

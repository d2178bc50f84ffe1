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

export const validationFailed = (errors: readonly ItemProblem[]): Problem =>
	problem(400, 'Request validation failed', { 'validation-errors': errors });

export const isProblem = (value: unknown): value is Problem =>
	typeof value === 'object' && value !== null && 'problem' in value;

export function sendProblem(response: Response, { status, body }: Problem): void {
	response.status(status).type('application/problem+json').send(JSON.stringify(body));
}

import type { RequestHandler } from 'express';
import { problem, sendProblem } from './problem';
import { bodyText } from './jsonBody';

export const faultTargets = [
	'api',
	'jarvis',
	'analytics',
	'telegram',
	'webhooks',
	'oauth',
] as const;
export type FaultTarget = (typeof faultTargets)[number];

export interface FaultMatch {
	readonly path?: string | undefined;
	readonly method?: string | undefined;
	readonly bodyContains?: string | undefined;
}

/** What goes wrong: wait, then answer `status` or cut the connection; neither is a mere delay. */
export interface Fault {
	readonly target: FaultTarget;
	readonly match?: FaultMatch | undefined;
	readonly status?: number | undefined;
	readonly delayMs?: number | undefined;
	readonly drop?: boolean | undefined;
	/** How often it happens; always, when left out. */
	readonly times?: number | undefined;
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/** The answer's body in place of problem+json. */
	readonly body?: unknown;
}

interface FaultedCall {
	readonly path: string;
	readonly method: string;
	readonly body: string;
}

export interface Faults {
	add(fault: Fault): { readonly id: number } & Fault;
	list(): ReadonlyArray<{ readonly id: number } & Fault>;
	remove(id?: number): boolean;
	/** The first fault that fits, after its delay; uses it up by one. */
	take(target: FaultTarget, call: FaultedCall): Promise<Fault | undefined>;
	handler(target: FaultTarget): RequestHandler;
}

const fits = (match: FaultMatch | undefined, call: FaultedCall): boolean =>
	(match?.path === undefined || call.path.includes(match.path)) &&
	(match?.method === undefined || call.method === match.method.toUpperCase()) &&
	(match?.bodyContains === undefined || call.body.includes(match.bodyContains));

export function createFaults(): Faults {
	const active = new Map<number, Fault>();
	let lastId = 0;

	const take: Faults['take'] = async (target, call) => {
		const found = [...active].find(
			([, fault]) => fault.target === target && fits(fault.match, call),
		);
		if (!found) return undefined;
		const [id, fault] = found;
		if (fault.times !== undefined) {
			if (fault.times <= 1) active.delete(id);
			else active.set(id, { ...fault, times: fault.times - 1 });
		}
		if (fault.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
		return fault;
	};

	return {
		take,
		add(fault) {
			lastId += 1;
			active.set(lastId, fault);
			return { id: lastId, ...fault };
		},
		list: () => [...active].map(([id, fault]) => ({ id, ...fault })),
		remove(id) {
			if (id !== undefined) return active.delete(id);
			active.clear();
			return true;
		},
		handler: (target) => async (request, response, next) => {
			const fault = await take(target, {
				path: request.originalUrl,
				method: request.method,
				body: bodyText(request),
			});
			if (fault?.drop) {
				request.socket.destroy();
				return;
			}
			if (fault?.status === undefined) {
				next();
				return;
			}
			response.set(fault.headers ?? {});
			if (fault.body !== undefined) response.status(fault.status).send(fault.body);
			else sendProblem(response, problem(fault.status, 'A fault asked for by the control API'));
		},
	};
}

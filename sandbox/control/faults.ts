import { Router } from 'express';
import { z } from 'zod';
import type { SandboxContext } from '../context';
import { faultTargets } from '../faults';
import { problem } from '../problem';
import { input } from './input';

const fault = z
	.object({
		target: z.enum(faultTargets),
		match: z
			.object({
				path: z.string().optional(),
				method: z.string().optional(),
				bodyContains: z.string().optional(),
			})
			.optional(),
		status: z.number().int().min(200).max(599).optional(),
		delayMs: z.number().int().min(0).max(600_000).optional(),
		drop: z.boolean().optional(),
		times: z.number().int().min(1).optional(),
		headers: z.record(z.string()).optional(),
		body: z.unknown(),
	})
	.refine(({ status, delayMs, drop }) => status !== undefined || delayMs !== undefined || drop, {
		message: 'say what goes wrong: status, delayMs or drop',
	});

const clockChange = z
	.object({
		timeScale: z.number().positive().max(100_000).optional(),
		now: z.string().datetime({ offset: true }).optional(),
	})
	.refine(({ timeScale, now }) => timeScale !== undefined || now !== undefined, {
		message: 'say what changes: timeScale, now (ISO 8601)',
	});
const clockJump = z.object({ seconds: z.number().positive() });

const limit = z.object({ requestsPerSecond: z.number().int().min(1).max(100_000).nullable() });

/** What goes wrong, how many requests are allowed, and how fast time passes. */
export function faultsControl({ faults, clock, throttle }: SandboxContext): Router {
	const router = Router();
	router.get('/faults', (_request, response) => {
		response.json(faults.list());
	});
	router.post('/faults', (request, response) => {
		response.status(201).json(faults.add(input(request, fault)));
	});
	router.delete('/faults', (_request, response) => {
		faults.remove();
		response.status(204).end();
	});
	router.delete('/faults/:id', (request, response) => {
		if (!faults.remove(Number(request.params.id))) {
			throw problem(404, `There is no fault ${request.params.id}; it may be used up.`);
		}
		response.status(204).end();
	});
	router.post('/limit', (request, response) => {
		throttle.setLimit(input(request, limit).requestsPerSecond);
		response.status(204).end();
	});
	const clockState = () => ({ now: new Date(clock.now()).toISOString(), timeScale: clock.scale() });
	router.get('/clock', (_request, response) => {
		response.json(clockState());
	});
	router.post('/clock', (request, response) => {
		const { timeScale, now } = input(request, clockChange);
		if (timeScale !== undefined) clock.setScale(timeScale);
		if (now !== undefined) clock.set(Date.parse(now));
		response.json(clockState());
	});
	router.post('/clock/advance', (request, response) => {
		clock.advance(input(request, clockJump).seconds);
		response.json(clockState());
	});
	return router;
}

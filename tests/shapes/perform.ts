import { setScene } from '../operations/scene';
import { apiFixture } from '../support/amoCrmScript';
import { sandboxToken, type TestSandbox } from '../support/sandbox';
import type { RecordedCall, Substitutes } from './recordedCall';

/** The body with every number and text replaced that has a substitute; keys stay. */
export function substituted(body: unknown, substitutes: Substitutes): unknown {
	if (Array.isArray(body)) return body.map((item) => substituted(item, substitutes));
	if (typeof body === 'object' && body !== null) {
		const entries = Object.entries(body);
		return Object.fromEntries(entries.map(([key, item]) => [key, substituted(item, substitutes)]));
	}
	const isKnown = typeof body === 'number' || typeof body === 'string';
	return isKnown && Object.hasOwn(substitutes, body) ? substitutes[body] : body;
}

const filledIn = (address: string, substitutes: Substitutes): string =>
	address.replace(/\{(\w+)\}/g, (_braces, name: string) => String(substitutes[name]));

/** What a fresh account of the sandbox answers; an empty body is null. */
export async function perform(
	box: TestSandbox,
	{ call, request, body, ids, scene = [], prepare, headers = {} }: RecordedCall,
): Promise<{ readonly status: number; readonly answer: unknown }> {
	await setScene(box, scene);
	const substitutes = { ...ids, ...(await prepare?.(box)) };
	const [method = '', address = ''] = filledIn(call, substitutes).split(' ');
	const data = request ? substituted(apiFixture(request), substitutes) : body;
	const own = Object.entries(headers).map(([name, text]) => [name, filledIn(text, substitutes)]);
	const answer = await box.anonymous.request({
		method,
		url: address,
		data,
		headers: { Authorization: `Bearer ${sandboxToken}`, ...Object.fromEntries(own) },
	});
	return { status: answer.status, answer: answer.data === '' ? null : (answer.data as unknown) };
}

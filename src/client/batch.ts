import { AmoCrmError } from './errors';
import { notSent } from './notSent';
import { isRow, rowsOf, type Row } from './paginate';
import type { AmoCrmClient, ApiRequest } from './types';

export interface BatchRequest {
	readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	readonly path: string;
	/** Null where a success has no body: each model then is its own result. */
	readonly collection: string | null;
	/** Models per request, at most 250; amoCRM recommends 50. */
	readonly size: number;
	/**
	 * Whether the good models go on without the bad ones. Without it the first refusal ends everything,
	 * and nothing of its request is written.
	 */
	readonly isIsolating: boolean;
}

export type Model = Readonly<Record<string, unknown>>;
export type BatchResult = Row | AmoCrmError;

interface Numbered {
	/** Position among all models. */
	readonly index: number;
	readonly model: Model;
}

type Results = ReadonlyArray<readonly [index: number, result: BatchResult]>;

/** Two changes of one entity never share a request: amoCRM does not say which of them wins. */
function chunks(models: readonly Model[], size: number): ReadonlyArray<readonly Numbered[]> {
	const all: Numbered[][] = [];
	let ids = new Set<unknown>();
	models.forEach((model, index) => {
		const last = all.at(-1);
		const id = model['id'];
		if (last && last.length < size && (id === undefined || !ids.has(id))) {
			last.push({ index, model });
		} else {
			all.push([{ index, model }]);
			ids = new Set();
		}
		ids.add(id);
	});
	return all;
}

const unanswered = (
	{ method, path }: Pick<ApiRequest, 'method' | 'path'>,
	reason?: string,
): AmoCrmError =>
	new AmoCrmError({
		code: 'unexpectedAnswer',
		status: 200,
		message: reason
			? `amoCRM did not write this item: ${reason}`
			: 'amoCRM answered without a word about this item',
		hint: reason
			? 'The other items of its request were written.'
			: 'Look in amoCRM whether it was written; for an update, whether the ID exists.',
		request: { method, path },
	});

/** A call whose number nobody has is no failure of its batch: `errors` tell of it beside the rows. */
function leftOut(body: unknown): ReadonlyMap<string, string> {
	const errors = isRow(body) && Array.isArray(body['errors']) ? body['errors'].filter(isRow) : [];
	const words = ({ title, detail }: Row): string =>
		[...new Set([title, detail])].filter((text) => typeof text === 'string' && text).join(': ');
	return new Map(errors.map((error) => [String(error['request_id']), words(error)]));
}

/** The row of each model: by id for updates, else by `request_id`, else by position. */
function pair(
	request: BatchRequest & { readonly collection: string },
	sent: readonly Numbered[],
	body: unknown,
): Results {
	const named = rowsOf(body, request.collection);
	// Some documented answers call their rows otherwise: an update of customers gives `leads`.
	const rows = named.length > 0 ? named : rowsOf(body);
	const reasons = leftOut(body);
	const key = request.method === 'PATCH' ? 'id' : 'request_id';
	// Leads that amoCRM merged share a row, whose `request_id` is a list.
	const byKey = new Map(rows.flatMap((row) => [row[key]].flat().map((id) => [String(id), row])));
	const isEchoed = rows.some((row) => row[key] !== undefined);
	// One row too few, and every later item would have the entity of its neighbour.
	const inOrder = rows.length === sent.length ? rows : [];
	return sent.map(({ index, model }, position) => {
		const wanted = request.method === 'PATCH' ? model['id'] : position;
		const row = isEchoed ? byKey.get(String(wanted)) : inOrder[position];
		return [index, row ?? unanswered(request, reasons.get(String(position)))] as const;
	});
}

/** The refusal of one model, in words about this model only. */
function ownRefusal(error: AmoCrmError, reasons: readonly string[]): AmoCrmError {
	if (reasons.length === 0) return error;
	const { code, status, hint, request } = error;
	const message = `amoCRM did not accept the data: ${reasons.join('; ')} (HTTP ${status})`;
	return new AmoCrmError({ code, status, message, hint, ...(request ? { request } : {}) });
}

/** A 400 wrote nothing. The models that it names are set apart; if it names none, the halves are tried. */
async function isolate(
	client: AmoCrmClient,
	request: BatchRequest,
	sent: readonly Numbered[],
	error: AmoCrmError,
): Promise<Results> {
	const reasons = new Map(
		error.refusals.map((refusal) => [refusal.requestId, refusal.reasons] as const),
	);
	const refused = (position: number) => reasons.get(String(position));
	const good = sent.filter((_model, position) => !refused(position));
	if (good.length < sent.length) {
		const bad = sent.flatMap(({ index }, position) => {
			const own = refused(position);
			return own ? [[index, ownRefusal(error, own)] as const] : [];
		});
		return [...bad, ...(await sendChunk(client, request, good))];
	}
	if (sent.length === 1) return sent.map(({ index }) => [index, error] as const);
	const middle = Math.ceil(sent.length / 2);
	return [
		...(await sendChunk(client, request, sent.slice(0, middle))),
		...(await sendChunk(client, request, sent.slice(middle))),
	];
}

/** `request_id` is the position in the request: what amoCRM falls back to where it ignores ours. */
async function sendChunk(
	client: AmoCrmClient,
	request: BatchRequest,
	sent: readonly Numbered[],
): Promise<Results> {
	if (sent.length === 0) return [];
	const { method, path, collection } = request;
	const isAnswered = collection !== null;
	const body = sent.map(({ model }, position) =>
		isAnswered ? { ...model, request_id: String(position) } : model,
	);
	try {
		const answer = await client.send({ method, path, body });
		if (collection === null) return sent.map(({ index, model }) => [index, model] as const);
		return pair({ ...request, collection }, sent, answer.body);
	} catch (error) {
		if (!(error instanceof AmoCrmError) || !request.isIsolating) throw error;
		if (error.status === 400) return await isolate(client, request, sent, error);
		return sent.map(({ index }) => [index, error] as const);
	}
}

/** A refusal that names one model of the request, told with the model's position among all of them. */
export interface RefusedAt {
	readonly index: number;
	readonly error: AmoCrmError;
}

function firstRefused(error: AmoCrmError, sent: readonly Numbered[]): RefusedAt {
	const [refusal] = error.refusals;
	const position = Number(refusal?.requestId ?? 0);
	const index = (sent[position] ?? sent[0])?.index ?? 0;
	return { index, error: refusal ? ownRefusal(error, refusal.reasons) : error };
}

/** The failure of a whole request, whose reason (no rights, no answer) holds for the next one too. */
const endOf = (results: Results): AmoCrmError | undefined =>
	results
		.map(([, result]) => result)
		.filter((result) => result instanceof AmoCrmError)
		.find(({ status, code }) => status !== 400 && code !== 'unexpectedAnswer');

/**
 * Creates or updates many models; the results are in the order of the models. When isolating, a request
 * that fails for another reason than its data fails each of its models, and the rest is not sent.
 * When not isolating, `onRefused` makes the error to throw.
 */
export async function sendBatches(
	client: AmoCrmClient,
	request: BatchRequest,
	models: readonly Model[],
	onRefused: (refused: RefusedAt) => Error,
): Promise<readonly BatchResult[]> {
	const results: BatchResult[] = [];
	let end: AmoCrmError | undefined;
	for (const sent of chunks(models, request.size)) {
		if (end) {
			for (const { index } of sent) results[index] = notSent(end);
			continue;
		}
		try {
			const own = await sendChunk(client, request, sent);
			for (const [index, result] of own) results[index] = result;
			end = endOf(own);
		} catch (error) {
			throw error instanceof AmoCrmError ? onRefused(firstRefused(error, sent)) : error;
		}
	}
	return results;
}

/**
 * One model at an address of its own, with the same kind of result as in a batch; `silent` is that result
 * where a success has no body.
 */
export async function sendAlone(
	client: AmoCrmClient,
	request: ApiRequest,
	silent: Row | null = null,
): Promise<BatchResult> {
	try {
		const { body } = await client.send(request);
		return silent ?? (isRow(body) ? body : unanswered(request));
	} catch (error) {
		if (error instanceof AmoCrmError) return error;
		throw error;
	}
}

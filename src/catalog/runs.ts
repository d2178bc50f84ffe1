import type { Route, Run } from './define';

/** amoCRM's most rows per page, ids per filter and models per write. */
const most = 250;
/** amoCRM recommends at most 50 models per write. */
export const usualBatchSize = (max: number): number => Math.min(50, max);

export const one: Run = { kind: 'one' };
export const deletes: Run = { kind: 'delete' };
export const acts: Run = { kind: 'act' };
export const call: Run = { kind: 'call' };
export const uploads: Run = { kind: 'upload', parts: 'POST {uploadUrl}' };
export const downloads: Run = { kind: 'download' };
export const pages = (collection: string, max = most, cursor?: string): Run => ({
	kind: 'pages',
	collection,
	max,
	...(cursor ? { cursor } : {}),
});
export const byIds = (collection: string, max = most): Run => ({ kind: 'byIds', collection, max });
/** `single` names what the model carries besides `id`, in camel case, as the parameters do. */
export const batch = (
	collection: string,
	{ max = most, single }: { readonly max?: number; readonly single?: Route } = {},
): Run => ({ kind: 'batch', collection, max, ...(single ? { single } : {}) });
/** Items whose entity is there give it as it is. */
export const findsOrCreates = (collection: string, max = most): Run => ({
	kind: 'match',
	collection,
	max,
	update: null,
});
/** Items whose entity is there change it. */
export const upserts = (collection: string, update: Route, max = most): Run => ({
	kind: 'match',
	collection,
	max,
	update,
});
/** For many ids at once, such as a DELETE: amoCRM says no more than that all of it was done. */
export const batchActs = (max: number, single?: Route): Run => ({
	kind: 'batch',
	collection: null,
	max,
	...(single ? { single } : {}),
});

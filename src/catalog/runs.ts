import type { Route, Run } from './define';

/** amoCRM's most rows per page, ids per filter and models per write. */
const most = 250;

export const one: Run = { kind: 'one' };
export const deletes: Run = { kind: 'delete' };
export const acts: Run = { kind: 'act' };
export const call: Run = { kind: 'call' };
export const pages = (collection: string, max = most): Run => ({ kind: 'pages', collection, max });
export const byIds = (collection: string, max = most): Run => ({ kind: 'byIds', collection, max });
/** `single` names what the model carries besides `id`, in camel case, as the parameters do. */
export const batch = (
	collection: string,
	{ max = most, single }: { readonly max?: number; readonly single?: Route } = {},
): Run => ({ kind: 'batch', collection, max, ...(single ? { single } : {}) });

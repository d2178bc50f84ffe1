import type { Run } from './define';

/** amoCRM's most rows per page, ids per filter and models per write. */
const most = 250;

export const one: Run = { kind: 'one' };
export const deletes: Run = { kind: 'delete' };
export const call: Run = { kind: 'call' };
export const pages = (collection: string, max = most): Run => ({ kind: 'pages', collection, max });
export const byIds = (collection: string, max = most): Run => ({ kind: 'byIds', collection, max });
export const batch = (collection: string, max = most): Run => ({ kind: 'batch', collection, max });

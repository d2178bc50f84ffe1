import type { Row } from '../../src/client/paginate';

/** The answer to a write without what amoCRM adds for its transport, which says nothing about the entity. */
export function written(row: Row): Row {
	const { _links, request_id: _requestId, ...entity } = row;
	return entity;
}

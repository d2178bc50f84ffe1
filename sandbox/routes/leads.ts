import type { Router } from 'express';
import { text } from '../query';
import type { Store } from '../store';
import { entityRouter } from './entities';

/** `with=only_deleted` turns the list into the trash: four keys per lead. */
export const leadsRouter = (store: Store): Router =>
	entityRouter(store, {
		kind: 'leads',
		order: ['created_at', 'updated_at', 'id'],
		created: () => ({}),
		list: (_request, query) =>
			(text(query['with']) ?? '').split(',').includes('only_deleted')
				? [...store.data.leads.values()].filter(({ is_deleted }) => is_deleted)
				: null,
		listModel: ({ id, updated_at, updated_by, is_deleted }) => ({
			id,
			updated_at,
			updated_by,
			is_deleted,
		}),
	});

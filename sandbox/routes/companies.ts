import type { Router } from 'express';
import type { Store } from '../store';
import { entityRouter } from './entities';

export const companiesRouter = (store: Store): Router =>
	entityRouter(store, {
		kind: 'companies',
		order: ['updated_at', 'id'],
		created: ({ is_deleted }) => ({ is_deleted, is_unsorted: false }),
		updated: ({ entity }) => ({ name: entity.name }),
	});

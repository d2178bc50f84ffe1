import type { Router } from 'express';
import type { Store } from '../store';
import { entityRouter } from './entities';

export const contactsRouter = (store: Store): Router =>
	entityRouter(store, {
		kind: 'contacts',
		order: ['updated_at', 'id'],
		created: ({ is_deleted }) => ({ is_deleted, is_unsorted: false }),
		updated: ({ entity }) => ({ name: entity.name }),
	});

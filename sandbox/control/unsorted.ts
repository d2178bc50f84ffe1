import { randomBytes } from 'node:crypto';
import { Router } from 'express';
import { z } from 'zod';
import type { SandboxContext } from '../context';
import type { Unsorted } from '../entities';
import { problem } from '../problem';
import { personUserId } from '../seed/users';
import { writeMany } from '../writes/writeMany';
import { input } from './input';

const newUnsorted = z.object({
	category: z.enum(['forms', 'chats', 'sip']).default('forms'),
	name: z.string().default('Website request'),
	source_name: z.string().default('Form on the website'),
	source_uid: z.string().default('website-form'),
	text: z.string().default(''),
	contact_name: z.string().optional(),
	pipeline_id: z.number().int().optional(),
});

/** Incoming leads («Неразобранное»): they come, and a person accepts or declines them. */
export function unsortedControl({ store }: SandboxContext): Router {
	const router = Router();
	const take = (uid: string): Unsorted => {
		const unsorted = store.data.unsorted.get(uid);
		if (!unsorted) throw problem(404, `There is no incoming lead ${uid}.`);
		store.data.unsorted.delete(uid);
		return unsorted;
	};

	router.get('/unsorted', (_request, response) => {
		response.json([...store.data.unsorted.values()]);
	});
	router.post('/unsorted', (request, response) => {
		const wanted = input(request, newUnsorted);
		const pipeline = store.data.pipelines.find(
			({ id, is_main }) =>
				id === wanted.pipeline_id || (wanted.pipeline_id === undefined && is_main),
		);
		const status = pipeline?.statuses.find(({ type }) => type === 1);
		if (!pipeline || !status) throw problem(400, `There is no pipeline ${wanted.pipeline_id}.`);
		const now = Math.floor(Date.now() / 1000);
		const lead_id = store.nextId();
		const contact_id = wanted.contact_name === undefined ? null : store.nextId();
		const common = {
			responsible_user_id: personUserId,
			group_id: 0,
			created_by: 0,
			updated_by: 0,
			created_at: now,
			updated_at: now,
			closest_task_at: null,
			is_deleted: false,
			tags: [],
			fields: [],
		};
		// Put in place without `save`: amoCRM tells of the incoming lead, not of its parts.
		if (contact_id !== null) {
			store.data.contacts.set(contact_id, {
				...common,
				id: contact_id,
				name: wanted.contact_name ?? '',
				first_name: wanted.contact_name ?? '',
				last_name: '',
				is_unsorted: true,
				company_id: null,
			});
		}
		store.data.leads.set(lead_id, {
			...common,
			id: lead_id,
			name: wanted.name,
			price: 0,
			status_id: status.id,
			pipeline_id: pipeline.id,
			loss_reason_id: null,
			source_id: null,
			closed_at: null,
			score: null,
			labor_cost: null,
			contacts: contact_id === null ? [] : [{ id: contact_id, is_main: true }],
			company_id: null,
		});
		const unsorted: Unsorted = {
			uid: randomBytes(30).toString('hex'),
			category: wanted.category,
			source_name: wanted.source_name,
			source_uid: wanted.source_uid,
			lead_id,
			contact_id,
			pipeline_id: pipeline.id,
			text: wanted.text === '' ? wanted.name : wanted.text,
			created_at: now,
		};
		store.data.unsorted.set(unsorted.uid, unsorted);
		store.record({ kind: 'unsorted', action: 'add', unsorted, by: 0 });
		response.status(201).json(unsorted);
	});
	router.post('/unsorted/:uid/accept', (request, response) => {
		const unsorted = take(request.params.uid);
		store.together(() => {
			const contact =
				unsorted.contact_id === null ? undefined : store.data.contacts.get(unsorted.contact_id);
			if (contact) store.save('contacts', { ...contact, is_unsorted: false });
			const pipeline = store.data.pipelines.find(({ id }) => id === unsorted.pipeline_id);
			const status_id = pipeline?.statuses.find(({ type }) => type === 0)?.id;
			writeMany(store, 'leads', [{ id: unsorted.lead_id, status_id }], 'update', personUserId);
			store.record({ kind: 'unsorted', action: 'accept', unsorted, by: personUserId });
		});
		response.json(unsorted);
	});
	router.post('/unsorted/:uid/decline', (request, response) => {
		const unsorted = take(request.params.uid);
		const lead = store.data.leads.get(unsorted.lead_id);
		// Gone without a lead.delete: the decline tells of it.
		if (lead) store.data.leads.set(lead.id, { ...lead, is_deleted: true });
		store.record({ kind: 'unsorted', action: 'decline', unsorted, by: personUserId });
		response.json(unsorted);
	});
	return router;
}

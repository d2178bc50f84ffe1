import { Router } from 'express';
import { z } from 'zod';
import type { SandboxContext } from '../context';
import { validationFailed } from '../problem';
import { personUserId } from '../seed/users';
import { acceptUnsorted, declineUnsorted, prepareUnsorted, unsortedOf } from '../writes/unsorted';
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

	router.get('/unsorted', (_request, response) => {
		response.json([...store.data.unsorted.values()]);
	});
	router.post('/unsorted', (request, response) => {
		const { name, contact_name, ...wanted } = input(request, newUnsorted);
		const responsible_user_id = personUserId;
		const prepared = prepareUnsorted(
			store,
			{
				...wanted,
				pipeline_id: wanted.pipeline_id,
				created_at: undefined,
				metadata: {},
				lead: { name, responsible_user_id },
				contact:
					contact_name === undefined
						? undefined
						: { name: contact_name, first_name: contact_name, responsible_user_id },
				company: undefined,
			},
			0,
		);
		if (!prepared.save) {
			throw validationFailed([{ request_id: '0', errors: prepared.problems }]);
		}
		response.status(201).json(prepared.save());
	});
	router.post('/unsorted/:uid/accept', (request, response) => {
		const unsorted = unsortedOf(store, request.params.uid);
		acceptUnsorted(store, unsorted, {}, personUserId);
		response.json(unsorted);
	});
	router.post('/unsorted/:uid/decline', (request, response) => {
		const unsorted = unsortedOf(store, request.params.uid);
		declineUnsorted(store, unsorted, personUserId);
		response.json(unsorted);
	});
	return router;
}

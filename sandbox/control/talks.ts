import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import { z } from 'zod';
import type { SandboxContext } from '../context';
import type { Message, Talk } from '../talk';
import { problem } from '../problem';
import { personUserId } from '../seed/users';
import type { Store } from '../store';
import { input } from './input';
import { requireEntity } from './requireEntity';

const newTalk = z.object({
	lead_id: z.number().int().optional(),
	contact_id: z.number().int().optional(),
	origin: z.string().min(1).default('telegram'),
});
const changedTalk = z
	.object({ is_in_work: z.boolean(), is_read: z.boolean(), rate: z.number().int() })
	.partial();
const newMessage = newTalk.extend({
	talk_id: z.number().int().optional(),
	text: z.string().min(1),
	type: z.enum(['incoming', 'outgoing']).default('incoming'),
});

const unixNow = (): number => Math.floor(Date.now() / 1000);

/** Opens a talk; the lead's main contact when only the lead is named. */
function openTalk(store: Store, wanted: z.infer<typeof newTalk>): Talk {
	const { lead_id } = wanted;
	if (lead_id !== undefined) requireEntity(store, 'leads', lead_id);
	const contacts = lead_id === undefined ? [] : (store.data.leads.get(lead_id)?.contacts ?? []);
	const main = contacts.find(({ is_main }) => is_main) ?? contacts[0];
	const contact_id = wanted.contact_id ?? main?.id;
	if (contact_id === undefined) {
		throw problem(400, 'Name contact_id, or lead_id of a lead that has a contact.');
	}
	requireEntity(store, 'contacts', contact_id);
	const now = unixNow();
	const talk: Talk = {
		talk_id: store.nextId(),
		contact_id,
		chat_id: randomUUID(),
		entity_id: lead_id ?? null,
		rate: 0,
		is_in_work: true,
		is_read: false,
		origin: wanted.origin,
		created_at: now,
		updated_at: now,
	};
	store.data.talks.set(talk.talk_id, talk);
	store.record({ kind: 'talk', action: 'add', talk });
	return talk;
}

/** Talks («Беседы») and their messages, as a messenger would bring them. */
export function talksControl({ store }: SandboxContext): Router {
	const router = Router();
	const findTalk = (id: number): Talk => {
		const talk = store.data.talks.get(id);
		if (!talk) throw problem(404, `There is no talk ${id}.`);
		return talk;
	};
	const changeTalk = (before: Talk, changes: Partial<Talk>): Talk => {
		const talk = { ...before, ...changes, updated_at: unixNow() };
		store.data.talks.set(talk.talk_id, talk);
		store.record({ kind: 'talk', action: 'update', talk });
		return talk;
	};

	router.post('/talks', (request, response) => {
		response.status(201).json(openTalk(store, input(request, newTalk)));
	});
	router.patch('/talks/:id', (request, response) => {
		const { is_in_work, is_read, rate } = input(request, changedTalk);
		const before = findTalk(Number(request.params.id));
		const talk = changeTalk(before, {
			is_in_work: is_in_work ?? before.is_in_work,
			is_read: is_read ?? before.is_read,
			rate: rate ?? before.rate,
		});
		response.json(talk);
	});
	router.post('/messages', (request, response) => {
		const { talk_id, text, type, ...wanted } = input(request, newMessage);
		const message = store.together((): Message => {
			const open = [...store.data.talks.values()].find(
				(talk) =>
					talk.is_in_work &&
					talk.origin === wanted.origin &&
					(wanted.lead_id !== undefined
						? talk.entity_id === wanted.lead_id
						: talk.contact_id === wanted.contact_id),
			);
			const existing = talk_id === undefined ? open : findTalk(talk_id);
			const talk = existing ? changeTalk(existing, { is_read: false }) : openTalk(store, wanted);
			const isIncoming = type === 'incoming';
			const contact = store.data.contacts.get(talk.contact_id);
			const user = store.data.users.find(({ id }) => id === personUserId);
			const sent: Message = {
				id: randomUUID(),
				talk_id: talk.talk_id,
				type,
				text,
				author_id: randomUUID(),
				author_name: (isIncoming ? contact?.name : user?.name) ?? '',
				created_at: unixNow(),
			};
			store.data.messages.set(sent.id, sent);
			store.record({ kind: 'message', message: sent, talk });
			return sent;
		});
		response.status(201).json(message);
	});
	return router;
}

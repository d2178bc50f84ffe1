import { Router } from 'express';
import { z } from 'zod';
import type { ContactChat } from '../talk';
import { sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { parseQuery } from '../query';
import type { Store } from '../store';
import { notSupportedChoice, problemOf } from '../writes/fieldProblems';
import { isLive } from '../writes/references';
import { writeList, type Prepared } from '../writes/writeList';
import { among, ordered, passing } from './filters';
import { methodNotAllowed } from './methodNotAllowed';
import { requireAdmin } from './requireAdmin';

const input = z.object({ chat_id: z.string().uuid(), contact_id: z.number().int() });

function prepare(store: Store, item: unknown): Prepared<ContactChat> {
	const parsed = input.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const { chat_id, contact_id } = parsed.data;
	if (!isLive(store.data, 'contacts', contact_id)) {
		return { save: null, problems: [notSupportedChoice('contact_id')] };
	}
	const save = (): ContactChat => {
		const chats = store.data.contactChats;
		const before = [...chats.values()].find((chat) => chat.chat_id === chat_id);
		const chat = { id: before?.id ?? store.nextId(), chat_id, contact_id };
		chats.set(chat.id, chat);
		store.touch();
		return chat;
	};
	return { save, problems: null };
}

/** `GET|POST /contacts/chats`: a chat belongs to one contact, the last one it was given to. */
export function contactChatsRouter(store: Store): Router {
	const router = Router();
	const model = ({ chat_id, contact_id, id }: ContactChat) => ({ chat_id, contact_id, id });
	router
		.route('/contacts/chats')
		.all(requireAdmin(store))
		.get((request, response) => {
			const query = parseQuery(request.originalUrl.split('?')[1]);
			const found = passing(store.data.contactChats.values(), [
				among('contact_id', query['contact_id']),
				among('chat_id', query['chat_id']),
			]);
			if (found.length === 0) {
				response.status(204).end();
				return;
			}
			const chats = ordered(found, query, []).map(model);
			sendHal(response, { _total_items: chats.length, _embedded: { chats } });
		})
		.post((request, response) => {
			const saved = writeList(store, jsonBody(request), (item) => prepare(store, item));
			const chats = saved.map(({ result, requestId }) => ({
				...model(result),
				request_id: requestId,
			}));
			sendHal(response, { _total_items: chats.length, _embedded: { chats } });
		})
		.all(methodNotAllowed);
	return router;
}

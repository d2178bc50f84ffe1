import { randomUUID } from 'node:crypto';
import { Router, type Request } from 'express';
import { z } from 'zod';
import { actor } from '../auth';
import type { Message, Talk } from '../talk';
import { link, paginate, sendHal, sendPage } from '../hal';
import { bodyText, jsonBody } from '../jsonBody';
import { problem, validationFailed } from '../problem';
import { branch, list, parseQuery, text, type Query } from '../query';
import type { Store } from '../store';
import { problemOf } from '../writes/fieldProblems';
import { methodNotAllowed } from './methodNotAllowed';

const closing = z.object({ force_close: z.boolean().optional() });
const outgoing = z.object({ text: z.string().min(1) });

function read<T>(schema: z.ZodType<T>, body: unknown): T {
	const parsed = schema.safeParse(body);
	if (parsed.success) return parsed.data;
	throw validationFailed([{ request_id: '0', errors: parsed.error.issues.map(problemOf) }]);
}

const readQuery = (request: Request): Query => parseQuery(request.originalUrl.split('?')[1]);
const unixNow = (): number => Math.floor(Date.now() / 1000);

function found(talks: Iterable<Talk>, query: Query): readonly Talk[] {
	const filter = branch(query['filter']) ?? {};
	const [contacts, ids] = [new Set(list(filter['contact_id'])), new Set(list(filter['talk_id']))];
	const entity = text(filter['entity_id']);
	// The sandbox has no customers: every talk about something is about a lead.
	const type = text(filter['entity_type']) ?? 'lead';
	return [...talks]
		.filter(
			(talk) =>
				(contacts.size === 0 || contacts.has(String(talk.contact_id))) &&
				(ids.size === 0 || ids.has(String(talk.talk_id))) &&
				(entity === undefined || entity === String(talk.entity_id)) &&
				(filter['entity_type'] === undefined || (type === 'lead' && talk.entity_id !== null)) &&
				(text(filter['only_in_work']) !== '1' || talk.is_in_work),
		)
		.sort((a, b) => b.created_at - a.created_at || b.talk_id - a.talk_id);
}

const common = ({ talk_id, created_at, updated_at, rate, contact_id, chat_id, ...talk }: Talk) => ({
	talk_id,
	created_at,
	updated_at,
	rate,
	contact_id,
	chat_id,
	entity_id: talk.entity_id,
	entity_type: talk.entity_id === null ? null : 'lead',
	is_in_work: talk.is_in_work,
	is_read: talk.is_read,
	origin: talk.origin,
});

const messageModel = (talk: Talk, message: Message) => ({
	id: message.id,
	type: message.type,
	message_type: 'text',
	origin: talk.origin,
	text: message.text,
	created_at: message.created_at,
	delivery_status: null,
	author: {
		id: message.author_id,
		type: message.type === 'incoming' ? 'external' : 'internal',
		name: message.author_name,
		avatar_url: '',
	},
});

/** `GET /talks`, `/talks/{id}`, its messages, and the two things that can be done with a talk. */
export function talksRouter(store: Store): Router {
	const router = Router();
	const talkOf = (request: Request): Talk => {
		const talk = store.data.talks.get(Number(request.params['talkId']));
		if (!talk) throw problem(404, 'Talk not found');
		return talk;
	};
	const openTalkOf = (request: Request, refusal: string): Talk => {
		const talk = talkOf(request);
		if (!talk.is_in_work) throw problem(422, refusal);
		return talk;
	};
	const references = (request: Request, kind: 'contacts' | 'leads', id: number | null) =>
		id === null ? [] : [{ id, _links: link(request, `${kind}/${id}`, '') }];

	router
		.route('/talks')
		.get((request, response) => {
			const query = readQuery(request);
			const page = paginate(query, found(store.data.talks.values(), query));
			sendPage(request, response, 'talks', page, (talk) => ({
				...common(talk),
				status: talk.is_in_work ? 'in_work' : 'closed',
				source_id: null,
			}));
		})
		.all(methodNotAllowed);
	router
		.route('/talks/:talkId')
		.get((request, response) => {
			const talk = talkOf(request);
			sendHal(response, {
				...common(talk),
				missed_at: null,
				account_id: store.data.account.id,
				_links: link(request, `talks/${talk.talk_id}`, ''),
				_embedded: {
					contacts: references(request, 'contacts', talk.contact_id),
					leads: references(request, 'leads', talk.entity_id),
					customers: [],
				},
			});
		})
		.all(methodNotAllowed);
	router
		.route('/talks/:talkId/close')
		.post((request, response) => {
			const talk = openTalkOf(request, 'Talk is already closed');
			// There is no NPS bot here: with and without `force_close` the talk ends at once.
			read(closing, bodyText(request) === '' ? {} : jsonBody(request));
			const closed: Talk = { ...talk, is_in_work: false, updated_at: unixNow() };
			store.data.talks.set(closed.talk_id, closed);
			store.record({ kind: 'talk', action: 'update', talk: closed });
			response.status(202).end();
		})
		.all(methodNotAllowed);
	router
		.route('/talks/:talkId/messages')
		.get((request, response) => {
			const talk = talkOf(request);
			const query = readQuery(request);
			const from = Number(text(branch(branch(query['filter'])?.['created_at'])?.['from']) ?? 0);
			const own = [...store.data.messages.values()].filter(
				({ talk_id, created_at }) => talk_id === talk.talk_id && created_at >= from,
			);
			sendPage(request, response, 'messages', paginate(query, own), (message) =>
				messageModel(talk, message),
			);
		})
		.all(methodNotAllowed);
	router
		.route('/talks/:talkId/send_message')
		.post((request, response) => {
			const talk = openTalkOf(request, 'Talk is closed');
			const { text: words } = read(outgoing, jsonBody(request));
			const user = store.data.users.find(({ id }) => id === actor(response.locals));
			const message: Message = {
				id: randomUUID(),
				talk_id: talk.talk_id,
				type: 'outgoing',
				text: words,
				author_id: randomUUID(),
				author_name: user?.name ?? '',
				created_at: unixNow(),
			};
			store.data.messages.set(message.id, message);
			store.record({ kind: 'message', message, talk });
			sendHal(response, { id: message.id }, 202);
		})
		.all(methodNotAllowed);
	return router;
}

import { Router, type Request } from 'express';
import type { ApiEvent } from '../apiEvents';
import { eventTypeLanguages, eventTypes } from '../eventTypes';
import { link, paginate, sendHal, sendPage } from '../hal';
import { problem } from '../problem';
import { branch, list, parseQuery, text, type Query, type QueryValue } from '../query';
import type { Store } from '../store';
import { methodNotAllowed } from './methodNotAllowed';

type Test = (event: ApiEvent) => boolean;

const perPage = 100;
const mostIds = 10;
const collections = {
	lead: 'leads',
	contact: 'contacts',
	company: 'companies',
	customer: 'customers',
	task: 'tasks',
};

/** `filter[type][]=a&filter[type][]=b` or `filter[type]=a,b`. */
const words = (value: QueryValue | undefined): readonly string[] =>
	list(value).flatMap((item) => item.split(','));

function among(
	filter: Query,
	name: 'id' | 'type' | 'entity_id' | 'created_by',
	most = Infinity,
): Test | null {
	const wanted = new Set(words(filter[name]));
	if (wanted.size > most) throw problem(400, `filter[${name}] takes at most ${most} values`);
	return wanted.size > 0 ? (event) => wanted.has(String(event[name])) : null;
}

/** One number means "after"; the bounds of a range are included. */
function created(value: QueryValue | undefined): Test | null {
	if (value === undefined) return null;
	const bounds = branch(value);
	const from = Number((bounds ? text(bounds['from']) : text(value)) || -Infinity);
	const to = Number((bounds && text(bounds['to'])) || Infinity);
	return ({ created_at }) => created_at >= from && created_at <= to;
}

function found(events: readonly ApiEvent[], query: Query): readonly ApiEvent[] {
	const filter = branch(query['filter']) ?? {};
	const entities = words(filter['entity']);
	if (filter['entity_id'] !== undefined && entities.length !== 1) {
		throw problem(400, 'filter[entity_id] needs exactly one filter[entity]');
	}
	const tests = [
		among(filter, 'id'),
		among(filter, 'type'),
		among(filter, 'created_by', mostIds),
		among(filter, 'entity_id', mostIds),
		created(filter['created_at']),
		entities.length > 0
			? ({ entity_type }: ApiEvent) => entities.includes(entity_type as string)
			: null,
	].filter((test): test is Test => test !== null);
	return events.filter((event) => tests.every((test) => test(event))).reverse();
}

/** `GET /events` (newest first, at most 100 a page), `GET /events/types` and `GET /events/{id}`. */
export function eventsRouter(store: Store): Router {
	const router = Router();
	const model = (request: Request) => (event: ApiEvent) => ({
		...event,
		account_id: store.data.account.id,
		_links: link(request, `events/${event.id}`, ''),
		_embedded: {
			entity: {
				id: event.entity_id,
				_links: link(request, `${collections[event.entity_type]}/${event.entity_id}`, ''),
			},
		},
	});
	router
		.route('/events')
		.get((request, response) => {
			const query = parseQuery(request.originalUrl.split('?')[1]);
			const page = paginate(query, found(store.data.events, query), perPage);
			sendPage(request, response, 'events', page, model(request));
		})
		.all(methodNotAllowed);
	router
		.route('/events/types')
		.get((request, response) => {
			const query = parseQuery(request.originalUrl.split('?')[1]);
			const language = text(query['language_code']) ?? 'ru';
			if (!eventTypeLanguages.has(language)) throw problem(400, 'Unknown language_code');
			const name = language === 'ru' ? 'ru' : 'en';
			const events_types = eventTypes.map(({ key, type, ...names }) => ({
				key,
				type,
				lang: names[name],
			}));
			sendHal(response, {
				_total_items: events_types.length,
				_links: link(request, 'events/types'),
				_embedded: { events_types },
			});
		})
		.all(methodNotAllowed);
	router
		.route('/events/:eventId')
		.get((request, response) => {
			const event = store.data.events.find(({ id }) => id === request.params.eventId);
			if (!event) {
				response.status(204).end();
				return;
			}
			sendHal(response, model(request)(event));
		})
		.all(methodNotAllowed);
	return router;
}

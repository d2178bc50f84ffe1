import { Router } from 'express';
import { z } from 'zod';
import { entityLabel } from '../data';
import type { EntityKind, Tag } from '../entities';
import { paginate, sendHal, sendPage } from '../hal';
import { jsonBody } from '../jsonBody';
import { branch, parseQuery, text } from '../query';
import type { Store } from '../store';
import { fieldMissing, notSupportedChoice, problemOf } from '../writes/fieldProblems';
import { writeList, type Prepared } from '../writes/writeList';
import { among, ordered, passing } from './filters';
import { methodNotAllowed } from './methodNotAllowed';

const colors = new Set(
	(
		'EBEBEB D0D0D0 F2DDF7 D1A4DC FF8F92 FFC8C8 C7DB8C DDEBB5 8699DA AABDFF FFCE5A FFE193 ' +
		'90CDB0 C6F4DE A9A5D7 D8D5FF 86C0FC 832161 6A0F49 0C7C59 10599D 9D2B32 247BA0'
	).split(' '),
);

const newTag = z.object({ name: z.string().max(255), color: z.string().nullish() });

function prepareTag(store: Store, kind: EntityKind, item: unknown): Prepared<Tag> {
	const parsed = newTag.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const { name, color = null } = parsed.data;
	if (name === '') return { save: null, problems: [fieldMissing('name')] };
	if (color !== null && (kind !== 'leads' || !colors.has(color))) {
		return { save: null, problems: [notSupportedChoice('color')] };
	}
	const save = (): Tag => {
		const tags = store.data.tags[kind];
		const existing = [...tags.values()].find((tag) => tag.name === name);
		if (existing) return existing;
		const tag = { id: store.nextId(), name, color };
		tags.set(tag.id, tag);
		store.touch();
		return tag;
	};
	return { save, problems: null };
}

/** `GET|POST /{kind}/tags`; each kind of entity has tags of its own. */
export function tagsRouter(store: Store): Router {
	const router = Router();
	for (const kind of Object.keys(entityLabel) as EntityKind[]) {
		router
			.route(`/${kind}/tags`)
			.get((request, response) => {
				const query = parseQuery(request.originalUrl.split('?')[1]);
				const filter = branch(query['filter']) ?? {};
				const part = (text(query['query']) ?? '').toLowerCase();
				const tags = passing(store.data.tags[kind].values(), [
					among('id', filter['id']),
					among('name', text(filter['name'])),
				]).filter(({ name }) => name.toLowerCase().includes(part));
				const page = paginate(query, ordered(tags, query, []));
				sendPage(request, response, 'tags', page, (tag) => tag);
			})
			.post((request, response) => {
				const saved = writeList(store, jsonBody(request), (item) => prepareTag(store, kind, item));
				const tags = saved.map(({ result, requestId }) => ({ ...result, request_id: requestId }));
				sendHal(response, { _total_items: tags.length, _embedded: { tags } });
			})
			.all(methodNotAllowed);
	}
	return router;
}

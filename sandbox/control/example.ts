import { Router } from 'express';
import { z } from 'zod';
import type { SandboxContext } from '../context';
import type { EntityKind } from '../entities';
import { addNote } from '../notes';
import { leadHistory, type LeadHistory } from '../seed/history';
import { leadName, person } from '../seed/people';
import { createRandom, type Random } from '../seed/random';
import type { Store } from '../store';
import { isClosing } from '../writes/place';
import { writeMany } from '../writes/writeMany';
import { input } from './input';

const size = z.object({
	leads: z.number().int().min(1).max(5000).default(60),
	days: z.number().int().min(1).max(1000).default(180),
	seed: z.number().int().default(1),
});

function add(store: Store, kind: EntityKind, item: object, by: number): number {
	const [written] = writeMany(store, kind, [item], 'add', by);
	if (!written) throw new Error(`example: the ${kind} was not written`);
	return written.entity.id;
}

/** Everything that happened to one lead, each step with its own time and its own webhook. */
function play(store: Store, random: Random, i: number, history: LeadHistory): number {
	const { created_at, created_by, responsible_user_id, channel, utm } = history;
	const made = { created_at, updated_at: created_at, created_by, responsible_user_id };
	const { first_name, last_name, phone } = person(random, i);
	const contactFields = [{ field_code: 'PHONE', values: [{ value: phone }] }];
	const contact = { ...made, first_name, last_name, custom_fields_values: contactFields };
	const contactId = add(store, 'contacts', contact, created_by);
	const { price, pipeline_id, status_id } = history;
	const leadFields = [
		{ field_id: 752_015, values: [{ value: channel }] },
		...Object.entries(utm).map(([field_code, value]) => ({ field_code, values: [{ value }] })),
	];
	const lead = {
		...made,
		...{ name: leadName(random, i), price, pipeline_id, status_id },
		custom_fields_values: leadFields,
		_embedded: { contacts: [{ id: contactId }] },
	};
	const id = add(store, 'leads', lead, created_by);
	if (history.answered_at !== null) {
		addNote(store, 'leads', id, `Разговор с клиентом: ${channel}`, history.answered_at);
	}
	for (const { at, status_id: stage, loss_reason_id } of history.moves) {
		const times = { updated_at: at, ...(isClosing(stage) ? { closed_at: at } : {}) };
		const move = { id, status_id: stage, pipeline_id, loss_reason_id, ...times };
		const item = { ...move, updated_by: responsible_user_id };
		writeMany(store, 'leads', [item], 'update', responsible_user_id);
	}
	return id;
}

/** Months of a sales department's work, told by webhooks now: what analysts' queries need to answer. */
export function exampleControl({ store, webhooks }: SandboxContext): Router {
	const router = Router();
	router.post('/example', async (request, response) => {
		const { leads, days, seed } = input(request, size);
		const random = createRandom(seed);
		const now = Math.floor(Date.now() / 1000);
		const eventsBefore = webhooks.sentEvents();
		const leadIds: number[] = [];
		for (let i = 0; i < leads; i += 1) {
			leadIds.push(play(store, random, i, leadHistory(random, days, now)));
			// Lets deliveries and other requests go on between two leads.
			await new Promise((resolve) => setImmediate(resolve));
		}
		response.json({ events: webhooks.sentEvents() - eventsBefore, leadIds });
	});
	return router;
}

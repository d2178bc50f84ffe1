import { Router } from 'express';
import { z } from 'zod';
import type { SandboxContext } from '../context';
import type { EntityKind } from '../entities';
import { addNote } from '../notes';
import { companyName, leadName, person } from '../seed/people';
import { createRandom, type Random } from '../seed/random';
import { personUserId, users } from '../seed/users';
import type { Store } from '../store';
import { writeMany } from '../writes/writeMany';
import { input } from './input';

const counts = z.object({
	leads: z.number().int().min(0).max(50_000).default(100),
	contacts: z.number().int().min(0).max(50_000).default(30),
	companies: z.number().int().min(0).max(50_000).default(10),
	changes: z.number().int().min(0).max(200_000).default(100),
	seed: z.number().int().default(1),
});

const largestBurst = 25;

const add = (store: Store, kind: EntityKind, item: object): number => {
	const [written] = writeMany(store, kind, [item], 'add', personUserId);
	if (!written) throw new Error(`bulk: the ${kind} was not written`);
	return written.entity.id;
};

/**
 * One change of a lead. The price is new each time: two changes within a second would otherwise
 * be the same body, which a receiver takes for a repeated delivery.
 */
function changeLead(store: Store, random: Random, id: number, price: number): void {
	const lead = store.data.leads.get(id);
	const stages = store.data.pipelines.flatMap(({ statuses }) =>
		statuses.filter(({ type, id: stage }) => type === 0 && stage !== lead?.status_id),
	);
	const what = random.below(10);
	const stage = random.pick(stages);
	const change =
		what < 4
			? { status_id: stage.id, pipeline_id: stage.pipeline_id }
			: what < 6
				? { responsible_user_id: users[random.below(2)]?.id ?? personUserId }
				: what < 7
					? { tags_to_add: [{ name: `bulk-${price % 5}` }] }
					: {};
	writeMany(store, 'leads', [{ id, price, ...change }], 'update', personUserId);
}

/** Many mixed changes in bursts, as a busy account makes them; the same for the same `seed`. */
export function bulkControl({ store, webhooks }: SandboxContext): Router {
	const router = Router();
	router.post('/bulk', async (request, response) => {
		const wanted = input(request, counts);
		const random = createRandom(wanted.seed);
		const eventsBefore = webhooks.sentEvents();
		const companyIds: number[] = [];
		const contactIds: number[] = [];
		const leadIds: number[] = [];
		const deletedLeadIds: number[] = [];
		const live: number[] = [];
		let price = 100_000;

		const addCompany = (i: number) =>
			void companyIds.push(add(store, 'companies', { name: companyName(random, i) }));
		const addContact = (i: number) => {
			const { first_name, last_name, phone } = person(random, i);
			const custom_fields_values = [{ field_code: 'PHONE', values: [{ value: phone }] }];
			contactIds.push(add(store, 'contacts', { first_name, last_name, custom_fields_values }));
		};
		const addLead = (i: number) => {
			const contacts = contactIds.length > 0 ? [{ id: random.pick(contactIds) }] : [];
			const companies = companyIds.length > 0 ? [{ id: random.pick(companyIds) }] : [];
			price += 1;
			const name = leadName(random, i);
			const id = add(store, 'leads', { name, price, _embedded: { contacts, companies } });
			leadIds.push(id);
			live.push(id);
		};
		const change = (i: number) => {
			const what = random.below(40);
			const hasContacts = contactIds.length > 0;
			if (live.length === 0 || (hasContacts && what < 5)) {
				if (!hasContacts) return;
				const item = { id: random.pick(contactIds), name: `Контакт, изменение ${i}` };
				writeMany(store, 'contacts', [item], 'update', personUserId);
			} else if (what < 7) {
				addNote(store, 'leads', random.pick(live), `Заметка ${i}`);
			} else if (what < 8 && live.length > 1) {
				const [id = 0] = live.splice(random.below(live.length), 1);
				const lead = store.data.leads.get(id);
				if (lead) store.save('leads', { ...lead, is_deleted: true });
				deletedLeadIds.push(id);
			} else {
				price += 1;
				changeLead(store, random, random.pick(live), price);
			}
		};

		const jobs = [
			...Array.from({ length: wanted.companies }, () => addCompany),
			...Array.from({ length: wanted.contacts }, () => addContact),
			...Array.from({ length: wanted.leads }, () => addLead),
			...Array.from({ length: wanted.changes }, () => change),
		];
		for (let at = 0; at < jobs.length; ) {
			const burst = 1 + random.below(largestBurst);
			store.together(() => jobs.slice(at, at + burst).forEach((job, i) => job(at + i)));
			at += burst;
			// Lets deliveries and other requests go on between two bursts.
			await new Promise((resolve) => setImmediate(resolve));
		}
		response.json({
			events: webhooks.sentEvents() - eventsBefore,
			leadIds,
			deletedLeadIds,
			contactIds,
			companyIds,
		});
	});
	return router;
}

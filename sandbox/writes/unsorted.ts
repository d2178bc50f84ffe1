import { createHash } from 'node:crypto';
import type { AnyEntity, EntityKind, Lead } from '../entities';
import type { Unsorted } from '../unsorted';
import { problem, type FieldProblem } from '../problem';
import type { Store } from '../store';
import { notSupportedChoice } from './fieldProblems';
import type { EntityInput } from './input';
import { unknownUsers } from './references';
import { prepareWrite } from './write';
import type { Prepared } from './writeList';
import { writeMany } from './writeMany';

/** Looks like amoCRM's, and whoever makes one knows which it will be. */
export const unsortedUid = (leadId: number): string =>
	createHash('sha512').update(`unsorted ${leadId}`).digest('hex').slice(0, 60);

export interface NewUnsorted {
	readonly category: Unsorted['category'];
	readonly source_name: string;
	readonly source_uid: string;
	readonly pipeline_id: number | undefined;
	readonly created_at: number | undefined;
	readonly metadata: Readonly<Record<string, unknown>>;
	readonly text: string;
	readonly lead: EntityInput;
	readonly contact: EntityInput | undefined;
	readonly company: EntityInput | undefined;
}

const now = (): number => Math.floor(Date.now() / 1000);

interface Stage {
	readonly pipeline_id: number;
	readonly status_id: number;
}

function incomingStage(store: Store, wanted: number | undefined): Stage | null {
	const pipeline = store.data.pipelines.find(({ id, is_main }) =>
		wanted === undefined ? is_main : id === wanted,
	);
	const status = pipeline?.statuses.find(({ type }) => type === 1);
	return pipeline && status ? { pipeline_id: pipeline.id, status_id: status.id } : null;
}

interface Part {
	readonly kind: EntityKind;
	readonly input: EntityInput;
}

/** Checks an incoming lead with its contact and company and says what is wrong, or how to save it. */
export function prepareUnsorted(store: Store, wanted: NewUnsorted, by: number): Prepared<Unsorted> {
	const stage = incomingStage(store, wanted.pipeline_id);
	if (!stage) return { save: null, problems: [notSupportedChoice('pipeline_id')] };
	const part = (kind: EntityKind, input: EntityInput | undefined): readonly Part[] =>
		input ? [{ kind, input }] : [];
	const parts = [
		...part('companies', wanted.company),
		...part('contacts', wanted.contact),
		...part('leads', { ...wanted.lead, ...stage }),
	];
	const problems = parts.flatMap(({ kind, input }): readonly FieldProblem[] =>
		(prepareWrite(store, kind, input, null, by).problems ?? []).map((one) => ({
			...one,
			path: `_embedded.${kind}.0.${one.path}`,
		})),
	);
	if (problems.length > 0) return { save: null, problems };
	const write = (kind: EntityKind, input: EntityInput | undefined): AnyEntity | null =>
		(input && prepareWrite(store, kind, input, null, by).save?.()) ?? null;
	const save = (): Unsorted => {
		// amoCRM tells of the incoming lead, not of its parts.
		const [company, contact, lead] = store.quietly(() => [
			write('companies', wanted.company),
			write('contacts', wanted.contact),
			write('leads', { ...wanted.lead, ...stage }) as Lead,
		]);
		const company_id = company?.id ?? null;
		const own = contact && store.data.contacts.get(contact.id);
		if (own) store.data.contacts.set(own.id, { ...own, is_unsorted: true, company_id });
		const contacts = own ? [{ id: own.id, is_main: true }] : [];
		store.data.leads.set(lead.id, { ...lead, contacts, company_id });
		const unsorted: Unsorted = {
			uid: unsortedUid(lead.id),
			category: wanted.category,
			source_name: wanted.source_name,
			source_uid: wanted.source_uid,
			lead_id: lead.id,
			contact_id: own?.id ?? null,
			company_id,
			pipeline_id: stage.pipeline_id,
			text: wanted.text === '' ? lead.name : wanted.text,
			metadata: wanted.metadata,
			created_at: wanted.created_at ?? now(),
		};
		store.data.unsorted.set(unsorted.uid, unsorted);
		store.record({ kind: 'unsorted', action: 'add', unsorted, by });
		return unsorted;
	};
	return { save, problems: null };
}

export function unsortedOf(store: Store, uid: string): Unsorted {
	const unsorted = store.data.unsorted.get(uid);
	if (!unsorted) throw problem(404, 'Unsorted not found');
	return unsorted;
}

/** Nobody decides twice: from now on it is not found. */
function decide(store: Store, unsorted: Unsorted, action: 'accept' | 'decline' | 'link'): void {
	store.data.unsorted.delete(unsorted.uid);
	store.data.unsortedDecisions.push({ unsorted, action, decided_at: now() });
	store.touch();
}

/** The user becomes responsible; without a status the lead goes to the first stage. */
export function acceptUnsorted(
	store: Store,
	unsorted: Unsorted,
	{ user_id, status_id }: { readonly user_id?: number; readonly status_id?: number },
	by: number,
): void {
	store.together(() => {
		const pipeline = store.data.pipelines.find(({ id }) => id === unsorted.pipeline_id);
		const stage = status_id ?? pipeline?.statuses.find(({ type }) => type === 0)?.id;
		const user = user_id === undefined ? {} : { responsible_user_id: user_id };
		const lead = { id: unsorted.lead_id, status_id: stage, ...user };
		writeMany(store, 'leads', [lead], 'update', by);
		const contact =
			unsorted.contact_id === null ? undefined : store.data.contacts.get(unsorted.contact_id);
		if (contact) store.save('contacts', { ...contact, is_unsorted: false });
		decide(store, unsorted, 'accept');
		store.record({ kind: 'unsorted', action: 'accept', unsorted, by });
	});
}

/** Gone without a lead.delete: the decline tells of it. */
function dropLead(store: Store, { lead_id }: Unsorted): void {
	const lead = store.data.leads.get(lead_id);
	if (lead) store.data.leads.set(lead.id, { ...lead, is_deleted: true });
}

export function declineUnsorted(store: Store, unsorted: Unsorted, by: number): void {
	dropLead(store, unsorted);
	decide(store, unsorted, 'decline');
	store.record({ kind: 'unsorted', action: 'decline', unsorted, by });
}

/** The chat goes to the lead that there is, with its contact; the incoming one is no more. */
export function linkUnsorted(store: Store, unsorted: Unsorted, target: Lead, by: number): void {
	const { contact_id } = unsorted;
	const isNew = contact_id !== null && target.contacts.every(({ id }) => id !== contact_id);
	store.together(() => {
		dropLead(store, unsorted);
		decide(store, unsorted, 'link');
		if (!isNew) return;
		const contacts = [
			...target.contacts,
			{ id: contact_id, is_main: target.contacts.length === 0 },
		];
		const updated_at = Math.max(now(), target.updated_at);
		store.save('leads', { ...target, contacts, updated_at, updated_by: by });
		const contact = store.data.contacts.get(contact_id);
		if (contact) store.save('contacts', { ...contact, is_unsorted: false });
	});
}

/** What is wrong with the user and the status of a decision. */
export function decisionProblems(
	store: Store,
	input: { readonly user_id?: number | undefined; readonly status_id?: number | undefined },
): readonly FieldProblem[] {
	const { status_id } = input;
	const isKnown = store.data.pipelines.some(({ statuses }) =>
		statuses.some(({ id, type }) => id === status_id && type === 0),
	);
	return [
		...unknownUsers(store.data, input, ['user_id']),
		...(status_id === undefined || isKnown ? [] : [notSupportedChoice('status_id')]),
	];
}

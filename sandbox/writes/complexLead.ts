import { z } from 'zod';
import type { AnyEntity, Lead } from '../entities';
import type { FieldProblem } from '../problem';
import type { Store } from '../store';
import { notSupportedChoice, problemOf } from './fieldProblems';
import { inputOf, type EntityInput } from './input';
import { isLive } from './references';
import { prepareWrite } from './write';
import type { Prepared } from './writeList';

type PartKind = 'contacts' | 'companies';

const outer = z
	.object({
		_embedded: z
			.object({
				contacts: z.array(z.record(z.unknown())).max(1).nullish(),
				companies: z.array(z.record(z.unknown())).max(1).nullish(),
			})
			.passthrough()
			.nullish(),
	})
	.passthrough();

/** What there is, what is to be made, or what is wrong with it. */
interface Part {
	readonly id: number | null;
	readonly input: EntityInput | null;
	readonly problems: readonly FieldProblem[];
}

function readPart(store: Store, kind: PartKind, given: unknown, by: number): Part {
	const at = (one: FieldProblem) => ({ ...one, path: `_embedded.${kind}.0.${one.path}` });
	const nothing = { id: null, input: null, problems: [] };
	if (given === undefined) return nothing;
	const parsed = inputOf[kind].safeParse(given);
	if (!parsed.success) {
		return { ...nothing, problems: parsed.error.issues.map(problemOf).map(at) };
	}
	const { id } = parsed.data;
	if (id !== undefined) {
		return isLive(store.data, kind, id)
			? { ...nothing, id }
			: { ...nothing, problems: [at(notSupportedChoice('id'))] };
	}
	const { problems } = prepareWrite(store, kind, parsed.data, null, by);
	return { id: null, input: parsed.data, problems: (problems ?? []).map(at) };
}

/** Checks a lead with its contact and company and says what is wrong, or how to save all of them. */
export function prepareComplexLead(store: Store, item: unknown, by: number): Prepared<Lead> {
	const read = outer.safeParse(item);
	if (!read.success) return { save: null, problems: read.error.issues.map(problemOf) };
	const { _embedded, ...model } = read.data;
	const { contacts, companies, ...rest } = _embedded ?? {};
	const lead = inputOf.leads.safeParse({ ...model, _embedded: rest });
	if (!lead.success) return { save: null, problems: lead.error.issues.map(problemOf) };
	const contact = readPart(store, 'contacts', contacts?.[0], by);
	const company = readPart(store, 'companies', companies?.[0], by);
	const problems = [
		...(prepareWrite(store, 'leads', lead.data, null, by).problems ?? []),
		...contact.problems,
		...company.problems,
	];
	if (problems.length > 0) return { save: null, problems };
	const made = (kind: PartKind, { id, input }: Part): ReadonlyArray<{ readonly id: number }> => {
		if (id !== null) return [{ id }];
		const entity: AnyEntity | undefined =
			input === null ? undefined : prepareWrite(store, kind, input, null, by).save?.();
		return entity ? [{ id: entity.id }] : [];
	};
	const save = (): Lead => {
		const embedded = {
			...lead.data._embedded,
			companies: [...made('companies', company)],
			contacts: [...made('contacts', contact)],
		};
		const input = { ...lead.data, _embedded: embedded };
		return prepareWrite(store, 'leads', input, null, by).save?.() as Lead;
	};
	return { save, problems: null };
}

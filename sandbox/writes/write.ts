import type { Customer } from '../customer';
import type { Data } from '../data';
import type { AnyEntity, Company, Contact, EntityKind, Lead } from '../entities';
import type { FieldProblem } from '../problem';
import type { Store } from '../store';
import { customerParts, customerProblems } from './customer';
import { readFields } from './customFields';
import { notSupportedChoice } from './fieldProblems';
import type { EntityInput } from './input';
import { isClosing, placeOf } from './place';
import { isLive, unknownUsers } from './references';
import { applyTags } from './tags';
import type { Prepared } from './writeList';

const unixNow = (): number => Math.floor(Date.now() / 1000);

function referenceProblems(data: Data, input: EntityInput): readonly FieldProblem[] {
	const { contacts, companies } = input._embedded ?? {};
	const missing = (
		name: 'contacts' | 'companies',
		items: ReadonlyArray<{ id: number }> | null | undefined,
	) =>
		(items ?? []).flatMap(({ id }, i) => {
			return isLive(data, name, id) ? [] : [notSupportedChoice(`_embedded.${name}.${i}.id`)];
		});
	const reason = input.loss_reason_id;
	return [
		...unknownUsers(data, input, ['responsible_user_id', 'created_by', 'updated_by']),
		...missing('contacts', contacts),
		...missing('companies', companies),
		...(reason && !data.lossReasons.some(({ id }) => id === reason)
			? [notSupportedChoice('loss_reason_id')]
			: []),
	];
}

function leadParts(
	input: EntityInput,
	current: Lead | null,
	now: number,
	place: { pipeline_id: number; status_id: number },
) {
	const wasClosed = current !== null && isClosing(current.status_id);
	const closes = isClosing(place.status_id);
	const contacts = input._embedded?.contacts;
	const hasMain = contacts?.some(({ is_main }) => is_main) ?? false;
	return {
		price: input.price ?? current?.price ?? 0,
		...place,
		loss_reason_id:
			input.loss_reason_id === undefined ? (current?.loss_reason_id ?? null) : input.loss_reason_id,
		source_id: current?.source_id ?? null,
		closed_at: closes ? (input.closed_at ?? (wasClosed ? current.closed_at : now)) : null,
		score: current?.score ?? null,
		labor_cost: current?.labor_cost ?? null,
		contacts:
			contacts?.map(({ id, is_main }, i) => ({
				id,
				is_main: hasMain ? is_main === true : i === 0,
			})) ??
			current?.contacts ??
			[],
	};
}

/** Checks one item and says what is wrong, or how to save it. `by` is the user the token acts for. */
export function prepareWrite(
	store: Store,
	kind: EntityKind,
	input: EntityInput,
	current: AnyEntity | null,
	by: number,
): Prepared<AnyEntity> {
	const { data } = store;
	const now = unixNow();
	const fields = readFields(data, kind, current?.fields ?? [], input.custom_fields_values ?? []);
	const place = kind === 'leads' ? placeOf(data, input, current as Lead | null) : null;
	const problems = [
		...referenceProblems(data, input),
		...(place && 'path' in place ? [place] : []),
		...(kind === 'customers' ? customerProblems(data, input, current === null) : []),
		...fields.problems,
	];
	if (problems.length > 0) return { save: null, problems };

	const save = (): AnyEntity => {
		const id = current?.id ?? store.nextId();
		const common: Company = {
			id,
			name: input.name ?? current?.name ?? '',
			responsible_user_id: input.responsible_user_id ?? current?.responsible_user_id ?? by,
			group_id: current?.group_id ?? 0,
			created_by: current?.created_by ?? input.created_by ?? by,
			updated_by: input.updated_by ?? input.created_by ?? by,
			created_at: input.created_at ?? current?.created_at ?? now,
			// The clock of a second: never before the last change, or a newer state would look older.
			updated_at: input.updated_at ?? Math.max(now, current?.updated_at ?? 0),
			closest_task_at: current?.closest_task_at ?? null,
			is_deleted: current?.is_deleted ?? false,
			fields: input.custom_fields_values === null ? [] : fields.entries,
			tags: applyTags(store, kind, current?.tags ?? [], input),
		};
		const companies = input._embedded?.companies;
		const before = current as Lead | Contact | null;
		const company_id =
			companies === undefined ? (before?.company_id ?? null) : (companies?.[0]?.id ?? null);
		if (place && !('path' in place)) {
			const parts = leadParts(input, current as Lead | null, now, place);
			const name = common.name === '' ? `Сделка #${id}` : common.name;
			return store.save('leads', { ...common, name, ...parts, company_id });
		}
		if (kind === 'contacts') {
			const contact = current as Contact | null;
			const first_name = input.first_name ?? contact?.first_name ?? '';
			const last_name = input.last_name ?? contact?.last_name ?? '';
			const isNamed = input.first_name !== undefined || input.last_name !== undefined;
			const joined = [first_name, last_name].filter((part) => part !== '').join(' ');
			const name = input.name ?? (isNamed ? joined : common.name);
			return store.save('contacts', {
				...common,
				name,
				first_name,
				last_name,
				is_unsorted: contact?.is_unsorted ?? false,
				company_id,
			});
		}
		if (kind === 'customers') {
			const parts = customerParts(data, input, current as Customer | null);
			return store.save('customers', { ...common, ...parts, company_id });
		}
		return store.save('companies', common);
	};
	return { save, problems: null };
}

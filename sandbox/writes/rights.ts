import { z } from 'zod';
import type { Data } from '../data';
import type { FieldProblem } from '../problem';
import { withUnsorted, type Rights, type StatusRights } from '../rights';
import { notSupportedChoice } from './fieldProblems';

const level = z.enum(['A', 'G', 'M', 'D']);
const onOff = z.enum(['A', 'D']);

const entityRights = z
	.object({ view: level, edit: level, add: onOff, delete: level, export: level })
	.partial();

const statusRights = z.object({
	entity_type: z.literal('leads'),
	pipeline_id: z.number().int(),
	status_id: z.number().int(),
	rights: z.object({ view: onOff, edit: onOff, delete: onOff, export: onOff }).partial(),
});

export const rightsInput = z.object({
	leads: entityRights.optional(),
	contacts: entityRights.optional(),
	companies: entityRights.optional(),
	tasks: z.object({ edit: level, delete: level }).partial().optional(),
	mail_access: z.boolean().optional(),
	catalog_access: z.boolean().optional(),
	status_rights: z.array(statusRights).nullish(),
});

export type RightsInput = z.infer<typeof rightsInput>;

/** Stages that the account does not have. */
export const rightsProblems = (data: Data, input: RightsInput): readonly FieldProblem[] =>
	(input.status_rights ?? []).flatMap(({ pipeline_id, status_id }, i) => {
		const pipeline = data.pipelines.find(({ id }) => id === pipeline_id);
		const path = `rights.status_rights.${i}`;
		if (!pipeline) return [notSupportedChoice(`${path}.pipeline_id`)];
		const isThere = pipeline.statuses.some(({ id }) => id === status_id);
		return isThere ? [] : [notSupportedChoice(`${path}.status_id`)];
	});

/** What is given over what there was; null for the stages leaves those of incoming leads. */
export function mergeRights(data: Data, before: Rights, input: RightsInput): Rights {
	const { leads, contacts, companies, tasks, mail_access, catalog_access, status_rights } = input;
	const stages = status_rights === undefined ? (before.status_rights ?? []) : (status_rights ?? []);
	return {
		leads: { ...before.leads, ...leads } as Rights['leads'],
		contacts: { ...before.contacts, ...contacts } as Rights['contacts'],
		companies: { ...before.companies, ...companies } as Rights['companies'],
		tasks: { ...before.tasks, ...tasks } as Rights['tasks'],
		mail_access: mail_access ?? before.mail_access,
		catalog_access: catalog_access ?? before.catalog_access,
		status_rights: withUnsorted(data, stages as readonly StatusRights[]),
	};
}

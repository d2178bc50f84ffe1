import type { Data } from './data';
import type { Pipeline } from './pipeline';

/** All, of the group, own (main), denied. */
export type Level = 'A' | 'G' | 'M' | 'D';

export interface EntityRights {
	readonly view: Level;
	readonly edit: Level;
	readonly add: Level;
	readonly delete: Level;
	readonly export: Level;
}

export interface StatusRights {
	readonly entity_type: 'leads';
	readonly pipeline_id: number;
	readonly status_id: number;
	readonly rights: Readonly<Partial<Record<'view' | 'edit' | 'delete' | 'export', 'A' | 'D'>>>;
}

/** Of a role, and of a user without one. */
export interface Rights {
	readonly leads: EntityRights;
	readonly contacts: EntityRights;
	readonly companies: EntityRights;
	readonly tasks: { readonly edit: Level; readonly delete: Level };
	readonly mail_access: boolean;
	readonly catalog_access: boolean;
	readonly status_rights: readonly StatusRights[] | null;
}

const entityRights = (level: Level): EntityRights => ({
	view: level,
	edit: level,
	add: level,
	delete: level,
	export: level,
});

const rightsOf = (level: Level): Rights => ({
	leads: entityRights(level),
	contacts: entityRights(level),
	companies: entityRights(level),
	tasks: { edit: level, delete: level },
	mail_access: false,
	catalog_access: level === 'A',
	status_rights: null,
});

export const everything = rightsOf('A');
export const nothing = rightsOf('D');

const unsortedOf = ({ statuses }: Pipeline): readonly StatusRights[] =>
	statuses
		.filter(({ type }) => type === 1)
		.map(({ id, pipeline_id }) => ({
			entity_type: 'leads',
			pipeline_id,
			status_id: id,
			rights: { view: 'D', edit: 'D', delete: 'D' },
		}));

/** Who is not given the stage of incoming leads is denied it: amoCRM lists it all the same. */
export function withUnsorted(data: Data, given: readonly StatusRights[]): readonly StatusRights[] {
	const named = new Set(given.map(({ status_id }) => status_id));
	const rest = data.pipelines.flatMap(unsortedOf).filter(({ status_id }) => !named.has(status_id));
	return [...given, ...rest];
}

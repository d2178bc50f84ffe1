import type { INodeProperties } from 'n8n-workflow';
import { statusPairs } from './entityParams';
import { invalid, type Param, type Params, type WireContext } from './param';
import { boolean, placed, required, text } from './params';
import { rowsForm, rowsOf } from './rowsForm';
import { isWireObject, type WireObject, type WireValue } from './wire';

/** What a user or a role may do; `rights[…]` of both on the wire. */

const levels = [
	{ name: 'All', value: 'A' },
	{ name: 'None', value: 'D' },
	{ name: 'Of the Group', value: 'G' },
	{ name: 'Own', value: 'M' },
];
/** Creating, and stages: everything or nothing. */
const switches = levels.filter(({ value }) => value === 'A' || value === 'D');

type Actions = Readonly<Record<string, typeof levels>>;

const ofEntities: Actions = {
	view: levels,
	edit: levels,
	add: switches,
	delete: levels,
	export: levels,
};
const ofTasks: Actions = { edit: levels, delete: levels };
const ofStages: Actions = { view: switches, edit: switches, delete: switches, export: switches };

const titleOf = (action: string): string => `${action[0]?.toUpperCase() ?? ''}${action.slice(1)}`;

const choicesOf = (actions: Actions): INodeProperties[] =>
	Object.entries(actions)
		.map(
			([action, choices]): INodeProperties => ({
				displayName: titleOf(action),
				name: action,
				type: 'options',
				options: choices,
				// Who forgets one denies it.
				default: 'D',
				description: `What the user may ${action}`,
			}),
		)
		.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));

function levelsFrom(label: string, actions: Actions, given: unknown): WireObject {
	if (!isWireObject(given)) throw invalid(label, given, 'an object such as {"view": "A"}');
	for (const [action, level] of Object.entries(given)) {
		const known = actions[action]?.map(({ value }) => value);
		if (!known) throw invalid(label, action, `one of ${Object.keys(actions).join(', ')}`);
		if (!known.includes(String(level))) throw invalid(label, level, `one of ${known.join(', ')}`);
	}
	return given;
}

const into =
	(member: string) =>
	(value: WireValue): WireObject => ({ rights: { [member]: value } });

const rightsTo = (label: string, member: string, actions: Actions): Param => ({
	label,
	doc: `What is allowed with ${member}`,
	isRequired: false,
	property: {
		type: 'fixedCollection',
		default: {},
		options: [{ displayName: 'Rights', name: 'rights', values: choicesOf(actions) }],
	},
	convert: (value) => {
		const given = isWireObject(value) && 'rights' in value ? value['rights'] : value;
		return levelsFrom(label, actions, given);
	},
	place: into(member),
});

const statusLabel = 'Stage Rights';

function stageFrom(row: unknown, context: WireContext): WireObject {
	if (!isWireObject(row)) throw invalid(statusLabel, row, 'a stage with its rights');
	const { status, ...given } = row;
	const [stage] = statusPairs.convert([status], context) as readonly WireObject[];
	return { entity_type: 'leads', ...stage, rights: levelsFrom(statusLabel, ofStages, given) };
}

const statusRights: Param = {
	label: statusLabel,
	doc: 'What is allowed with leads in single stages, before their other rights; none removes all of these',
	isRequired: false,
	property: rowsForm('Stage', [
		{
			displayName: 'Stage Name or ID',
			name: 'status',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getPipelineStatuses' },
			default: '',
			description: statusPairs.doc,
		},
		...choicesOf(ofStages),
	]),
	convert: (value, context) => {
		const rows = rowsOf(statusLabel, value, 'a list of stages') ?? [];
		return rows.length > 0 ? rows.map((row) => stageFrom(row, context)) : null;
	},
	place: into('status_rights'),
};

export const rights: Params = {
	catalogAccess: placed(
		boolean('List Access', 'Whether lists may be used'),
		into('catalog_access'),
	),
	companyRights: rightsTo('Company Rights', 'companies', ofEntities),
	contactRights: rightsTo('Contact Rights', 'contacts', ofEntities),
	leadRights: rightsTo('Lead Rights', 'leads', ofEntities),
	mailAccess: placed(boolean('Mail Access', 'Whether mail may be used'), into('mail_access')),
	statusRights,
	taskRights: rightsTo('Task Rights', 'tasks', ofTasks),
};

export const inRights = (param: Param, member: string): Param => placed(param, into(member));

export const password: Param = required({
	...text('Password', 'At least 6 characters, with a digit, a small and a capital letter'),
	property: { type: 'string', typeOptions: { password: true }, default: '' },
});

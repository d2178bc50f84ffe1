import { asMember } from './member';
import type { Param, Params } from './param';
import { isEmpty, section } from './section';
import type { WireObject } from './wire';

/** One object whose members the user adds; without any it is not sent. */
export const group = (
	label: string,
	doc: string,
	members: Params,
	place: (model: WireObject) => WireObject,
	/** Whose custom fields its members are. */
	owner?: string,
): Param => ({
	label,
	doc,
	isRequired: false,
	property: {
		type: 'collection',
		default: {},
		placeholder: 'Add Field',
		options: Object.entries(members)
			.map(([name, { property, ...member }]) => ({
				displayName: member.label,
				name,
				...asMember(property),
				description: member.doc,
			}))
			.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
	},
	convert: (value, context) =>
		section(members, value, owner ? { ...context, owner } : context, isEmpty),
	place: (model) => place(model as WireObject),
});

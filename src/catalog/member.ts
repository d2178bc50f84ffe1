import type { Param } from './param';

/**
 * A field as a member of a collection: without anything that n8n would check. It looks the member's name up
 * on the root of the node (`getParameterIssues`), so a member that nobody added would be missed, and the
 * address of a lead would be refused because a contact inside a collection is called `id`, too.
 */
export function asMember({ required: _required, modes, ...property }: Param['property']) {
	return {
		...property,
		...(modes ? { modes: modes.map(({ validation: _validation, ...mode }) => mode) } : {}),
	};
}

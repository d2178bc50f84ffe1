import type { Data } from '../data';
import type { FieldGroup } from '../field';
import { kindOf } from '../fieldTypes';
import type { Linker } from './entity';

const predefined = (
	id: string,
	name: string,
	sort: number,
	type: FieldGroup['type'],
): FieldGroup => ({ id, name, is_predefined: true, type, sort });

const main = predefined('default', 'Основное', 0, 'custom_field_group');
const statistic = predefined('statistic', 'Статистика', 1, 'linked_group');

/** Those that everybody has and those that were made, in their order. */
export const allGroups = (data: Data, owner: string): readonly FieldGroup[] =>
	[main, ...(owner === 'leads' ? [statistic] : []), ...(data.fieldGroups[owner] ?? [])].sort(
		(a, b) => a.sort - b.sort,
	);

export const groupModel = (owner: string, group: FieldGroup, link: Linker): object => ({
	id: group.id,
	name: group.name,
	is_predefined: group.is_predefined,
	type: group.type,
	entity_type: kindOf(owner),
	sort: group.sort,
	_links: link(`${owner}/custom_fields/groups/${group.id}`),
});

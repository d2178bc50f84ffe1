import { operation, resource } from '../define';
import { batchOptions, entityType } from '../entityParams';
import { idList, options, required, text } from '../params';
import { batch, pages } from '../runs';

const itsEntityType = entityType('Kind of the entities that have the tags; each kind has its own');

/** The only ones that amoCRM takes, and for leads only. */
const colors = [
	...['EBEBEB', 'D0D0D0', 'F2DDF7', 'D1A4DC', 'FF8F92', 'FFC8C8', 'C7DB8C', 'DDEBB5'],
	...['8699DA', 'AABDFF', 'FFCE5A', 'FFE193', '90CDB0', 'C6F4DE', 'A9A5D7', 'D8D5FF'],
	...['86C0FC', '832161', '6A0F49', '0C7C59', '10599D', '9D2B32', '247BA0'],
].sort((a, b) => a.localeCompare(b, 'en'));

export const tag = resource({
	name: 'tag',
	label: 'Tag',
	doc: 'The tags of an account; Create and Update of the entities put them on and take them off',
	operations: {
		create: operation({
			route: 'POST /api/v4/{entityType}/tags',
			label: 'Create',
			action: 'Create a tag',
			doc: 'Create a tag from each item, many in one request; of a name that exists, the tag that has it',
			run: batch('tags'),
			params: {
				entityType: itsEntityType,
				name: required(text('Name', 'Name of the tag', 'e.g. vip')),
			},
			fields: {
				color: options(
					'Color',
					'One of the colors of amoCRM, for tags of leads only',
					colors.map((value) => ({ name: value, value })),
					'EBEBEB',
				),
			},
			options: batchOptions,
		}),
		getAll: operation({
			route: 'GET /api/v4/{entityType}/tags',
			label: 'Get Many',
			action: 'Get many tags',
			doc: 'Get the tags of a kind of entity',
			run: pages('tags'),
			params: {
				entityType: itsEntityType,
				query: text('Search', 'Part of the name of a tag', 'e.g. vip'),
			},
			filters: {
				id: idList('IDs', 'Only these tags'),
				name: text('Exact Name', 'Only the tag of this name', 'e.g. vip'),
			},
		}),
	},
});

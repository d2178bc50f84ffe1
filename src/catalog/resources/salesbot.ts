import { operation, resource } from '../define';
import { batchOptions, entityOfKind } from '../entityParams';
import { id, options, placed } from '../params';
import { batchActs } from '../runs';

/** amoCRM's most runs with one request. */
const mostRuns = 100;

export const salesbot = resource({
	name: 'salesbot',
	label: 'Salesbot',
	doc: 'The bots of the account, which write to contacts and change leads',
	operations: {
		run: operation({
			route: 'POST /api/v2/salesbot/run',
			label: 'Run',
			action: 'Run a salesbot',
			doc: 'Start a bot for the entity of each item, many of them with one request',
			run: batchActs(mostRuns),
			params: {
				botId: id('Bot ID', 'ID of the bot, as its address in the settings shows it'),
				entityType: placed(
					options(
						'Entity Type',
						'Kind of the entity',
						[
							{ name: 'Contact', value: '1' },
							{ name: 'Customer', value: '12' },
							{ name: 'Lead', value: '2' },
						],
						'2',
					),
					(type) => ({ entity_type: Number(type) }),
				),
				entityId: entityOfKind('Entity', 'The one that the bot works on'),
			},
			options: batchOptions,
		}),
	},
});

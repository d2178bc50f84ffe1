import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { fieldOwners } from '../../src/catalog/fieldOwner';
import type { Row } from '../../src/client/paginate';
import { chosenId } from './chosenBeside';
import { rowsOf } from './editorRows';

const byName = (a: INodePropertyOptions, b: INodePropertyOptions): number =>
	a.name.localeCompare(b.name);

const optionOf = (row: Row): INodePropertyOptions => ({
	name: String(row['name']),
	value: Number(row['id']),
});

const pipelines = async (context: ILoadOptionsFunctions): Promise<readonly Row[]> =>
	await rowsOf(context, '/api/v4/leads/pipelines', 'pipelines');

const statusesOf = (pipeline: Row): readonly Row[] =>
	((pipeline['_embedded'] as { statuses?: readonly Row[] } | undefined)?.statuses ?? []).slice();

/** The lists of the editor; the names stand in the catalogue. */
export const loadOptions = {
	async getLossReasons(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return (await rowsOf(this, '/api/v4/leads/loss_reasons', 'loss_reasons')).map(optionOf);
	},

	async getPipelines(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return (await pipelines(this)).map(optionOf);
	},

	/** Statuses for a lead: those of the chosen pipeline, else all, each id once. */
	async getStatuses(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const all = await pipelines(this);
		const pipeline = chosenId(this, 'pipelineId', 'getPipelines');
		const chosen = all.filter(({ id }) => pipeline === null || String(id) === pipeline);
		const options = new Map<number, INodePropertyOptions>();
		for (const one of chosen) {
			for (const status of statusesOf(one)) {
				const option = optionOf(status);
				const id = Number(option.value);
				// 142 and 143 (won, lost) belong to every pipeline.
				const isShared = id === 142 || id === 143 || pipeline !== null;
				const name = isShared ? option.name : `${String(one['name'])}: ${option.name}`;
				if (!options.has(id)) options.set(id, { name, value: id });
			}
		}
		return [...options.values()];
	},

	/** Statuses for a filter, as pairs with their pipelines. */
	async getPipelineStatuses(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return (await pipelines(this)).flatMap((pipeline) =>
			statusesOf(pipeline).map((status) => ({
				name: `${String(pipeline['name'])}: ${String(status['name'])}`,
				value: `${String(pipeline['id'])}:${String(status['id'])}`,
			})),
		);
	},

	async getCustomerSegments(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return (await rowsOf(this, '/api/v4/customers/segments', 'segments')).map(optionOf);
	},

	async getCustomerStatuses(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return (await rowsOf(this, '/api/v4/customers/statuses', 'statuses')).map(optionOf);
	},

	async getTaskTypes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const types = await rowsOf(this, '/api/v4/account', 'task_types', 'task_types');
		return types.map(optionOf).sort(byName);
	},

	async getUsers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return (await rowsOf(this, '/api/v4/users', 'users')).map(optionOf).sort(byName);
	},

	async getCatalogs(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return (await rowsOf(this, '/api/v4/catalogs', 'catalogs')).map(optionOf).sort(byName);
	},

	/** Everything that has custom fields of its own: the kinds of entities and each catalog. */
	async getFieldOwners(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const catalogs = await rowsOf(this, '/api/v4/catalogs', 'catalogs');
		return [
			...fieldOwners.map(({ name, value }) => ({ name, value })),
			...catalogs.map(({ id, name }) => ({
				name: `Catalog: ${String(name)}`,
				value: `catalogs/${String(id)}`,
			})),
		];
	},
};

import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { ownerOf } from '../../src/catalog/fieldOwner';
import { mapperFields } from '../../src/catalog/mapperField';
import { splitRoute } from '../../src/catalog/request';
import { resources } from '../../src/catalog/resources';
import { amoCrmConnection } from '../amoCrmTransport';
import { freshFields } from './accountFields';
import { chosenId } from './chosenBeside';
import { toNodeError } from '../nodeError';

/** Whose fields the operation in the editor writes; none while no catalog is chosen. */
function chosenOwner(context: ILoadOptionsFunctions): string | undefined {
	const parameters = context.getCurrentNodeParameters() ?? {};
	const { resource, operation } = parameters;
	const operations = resources.find(({ name }) => name === resource)?.operations;
	const chosen = operations?.[String(operation)];
	if (!chosen) return undefined;
	const { path } = splitRoute(chosen);
	const catalog = chosenId(context, 'catalogId', 'getCatalogs') ?? '';
	return ownerOf(path.replace('{catalogId}', catalog));
}

/** n8n's forms of the fields of an account; the names stand in the catalogue. */
export const resourceMapping = {
	async getWritableFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		const owner = chosenOwner(this);
		if (!owner) {
			return { fields: [], emptyFieldsNotice: 'Choose a catalog from the list to see its fields' };
		}
		try {
			const { client, accountKey } = await amoCrmConnection(this);
			const fields = await freshFields({ client, accountKey, node: this.getNode() }, owner);
			return { fields: mapperFields(fields) };
		} catch (error) {
			throw toNodeError(this, error);
		}
	},
};

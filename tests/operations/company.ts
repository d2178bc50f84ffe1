import { companies } from './seeded';
import { entityCases } from './entityCases';
import { matchCases, matchPersonCases } from './matchCases';
import type { OperationCase } from './operationCase';

export const companyCases: readonly OperationCase[] = [
	...entityCases({
		collection: 'companies',
		ids: [companies[0].id, companies[1].id],
		created: { is_deleted: false },
		unlike: {
			get: [/values\[\]\.enum(_id)?$|_embedded\.(leads|contacts|customers|catalog_elements)/],
			getAll: [/_embedded\.(leads|contacts|customers|catalog_elements)/],
			update: [],
		},
	}),
	...matchCases('companies'),
	...matchPersonCases('companies'),
];

import { companies } from './seeded';
import { entityCases } from './entityCases';

export const companyCases = entityCases({
	collection: 'companies',
	ids: [companies[0].id, companies[1].id],
	created: { is_deleted: false },
	unlike: {
		get: [/values\[\]\.enum(_id)?$|_embedded\.(leads|contacts|customers|catalog_elements)/],
		getAll: [/_embedded\.(leads|contacts|customers|catalog_elements)/],
		update: [],
	},
});

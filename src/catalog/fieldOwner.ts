import { invalid, type Param } from './param';
import { choice, required } from './params';

/** Whose custom fields there are, besides each catalog's. */
export const fieldOwners = [
	{ name: 'Companies', value: 'companies' },
	{ name: 'Contacts', value: 'contacts' },
	{ name: 'Customers', value: 'customers' },
	{ name: 'Leads', value: 'leads' },
	{ name: 'Segments', value: 'customers/segments' },
] as const;

const entity = required(choice('Entity', 'getFieldOwners'));

/** The path before `/custom_fields`: `leads`, `customers/segments`, `catalogs/4521`. */
export const fieldOwner: Param = {
	...entity,
	isSubpath: true,
	convert: (value) => {
		const owner = String(value).trim();
		// It goes into the path as it is: nothing else may pass.
		if (fieldOwners.some((one) => one.value === owner) || /^catalogs\/\d+$/.test(owner)) {
			return owner;
		}
		const known = fieldOwners.map((one) => one.value).join(', ');
		throw invalid(entity.label, value, `one of ${known} or catalogs/ID, such as catalogs/4521`);
	},
};

/** Whose fields a request writes or filters by: `/api/v4/catalogs/4521/elements` -> `catalogs/4521`. */
export function ownerOf(path: string): string | undefined {
	const [, owner] = /^\/api\/v4\/(customers\/segments|catalogs\/\d+|\w+)/.exec(path) ?? [];
	const isKnown = fieldOwners.some(({ value }) => value === owner);
	return isKnown || owner?.startsWith('catalogs/') ? owner : undefined;
}

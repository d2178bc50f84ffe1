import { invalid, type Param } from './param';

/** Whose custom fields there are, besides each catalog's. */
export const fieldOwners = [
	{ name: 'Companies', value: 'companies' },
	{ name: 'Contacts', value: 'contacts' },
	{ name: 'Customers', value: 'customers' },
	{ name: 'Leads', value: 'leads' },
	{ name: 'Segments', value: 'customers/segments' },
] as const;

const label = 'Entity Name or ID';

export const isFieldOwner = (owner: string): boolean =>
	fieldOwners.some((one) => one.value === owner) || /^catalogs\/\d+$/.test(owner);

/** The path before `/custom_fields`: `leads`, `customers/segments`, `catalogs/4521`. */
export const fieldOwner: Param = {
	label,
	doc: 'Whose fields they are: choose from the list, or give the path by an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	isRequired: true,
	// No locator: most of these owners are kinds, not rows with an ID.
	property: {
		type: 'options',
		default: '',
		required: true,
		typeOptions: { loadOptionsMethod: 'getFieldOwners' },
	},
	isSubpath: true,
	convert: (value) => {
		const owner = String(value).trim();
		// It goes into the path as it is: nothing else may pass.
		if (isFieldOwner(owner)) return owner;
		const known = fieldOwners.map((one) => one.value).join(', ');
		throw invalid(label, value, `one of ${known} or catalogs/ID, such as catalogs/4521`);
	},
};

/** Whose fields a request writes or filters by: `/api/v4/catalogs/4521/elements` -> `catalogs/4521`. */
export function ownerOf(path: string): string | undefined {
	const [, owner] = /^\/api\/v4\/(customers\/segments|catalogs\/\d+|\w+)/.exec(path) ?? [];
	const isKnown = fieldOwners.some(({ value }) => value === owner);
	return isKnown || owner?.startsWith('catalogs/') ? owner : undefined;
}

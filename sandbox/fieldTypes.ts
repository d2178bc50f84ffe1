/** Which custom fields whose cards may have: by the path of the owner, catalogs without their id. */
export const owners = [
	'leads',
	'contacts',
	'companies',
	'customers',
	'customers/segments',
	'catalogs',
] as const;
export type OwnerKind = (typeof owners)[number];

const everywhere: readonly OwnerKind[] = owners;
const people: readonly OwnerKind[] = ['leads', 'contacts', 'companies'];
const catalogs: readonly OwnerKind[] = ['catalogs'];

/** multitext is missing: PHONE and EMAIL are there from the beginning, and no other can be made. */
const availability: Readonly<Record<string, readonly OwnerKind[]>> = {
	text: everywhere,
	numeric: everywhere,
	checkbox: everywhere,
	select: everywhere,
	multiselect: everywhere,
	date: everywhere,
	url: everywhere,
	textarea: everywhere,
	radiobutton: everywhere,
	streetaddress: everywhere,
	date_time: everywhere,
	smart_address: people,
	birthday: people,
	legal_entity: people,
	price: catalogs,
	category: catalogs,
	items: catalogs,
	linked_entity: catalogs,
	payer: catalogs,
	supplier: catalogs,
	tracking_data: ['leads'],
	chained_list: ['leads', 'customers'],
	monetary: ['leads', 'contacts', 'companies', 'customers'],
	file: ['leads', 'contacts', 'companies', 'customers', 'catalogs'],
};

export const kindOf = (owner: string): OwnerKind | undefined =>
	owners.find((kind) => kind === (owner.startsWith('catalogs/') ? 'catalogs' : owner));

export const canHave = (owner: string, type: string): boolean => {
	const kind = kindOf(owner);
	return kind !== undefined && (availability[type]?.includes(kind) ?? false);
};

/** What a field of the type cannot do without. */
export const mandatory: Readonly<
	Record<string, 'enums' | 'currency' | 'chained_lists' | 'search_in'>
> = {
	select: 'enums',
	multiselect: 'enums',
	radiobutton: 'enums',
	monetary: 'currency',
	chained_list: 'chained_lists',
	linked_entity: 'search_in',
};

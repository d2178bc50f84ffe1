/** The types of custom fields; all but the marked ones can be made. */
const types: Readonly<Record<string, string>> = {
	birthday: 'Birthday',
	category: 'Category (Catalogs)',
	chained_list: 'Chained List (Leads, Customers)',
	checkbox: 'Checkbox',
	date: 'Date',
	date_time: 'Date and Time',
	file: 'File',
	items: 'Items of an Invoice (Catalogs)',
	legal_entity: 'Legal Entity',
	linked_entity: 'Linked Entity (Catalogs)',
	monetary: 'Monetary',
	multiselect: 'Multiselect',
	numeric: 'Number',
	payer: 'Payer (Catalogs)',
	price: 'Price (Catalogs)',
	radiobutton: 'Radio Button',
	select: 'Select',
	smart_address: 'Address',
	streetaddress: 'Street Address',
	supplier: 'Supplier (Catalogs)',
	text: 'Text',
	textarea: 'Text Area',
	tracking_data: 'Tracking Data (Leads)',
	url: 'URL',
};

/** Exist from the beginning (phone, email) or from old times; they can only be looked for. */
const givenTypes: Readonly<Record<string, string>> = {
	multitext: 'Multitext (Phone, Email)',
	org_legal_name: 'Organization Name',
};

const choices = (named: Readonly<Record<string, string>>) =>
	Object.entries(named)
		.map(([value, name]) => ({ name, value }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));

export const newFieldTypes = choices(types);
export const fieldTypes = choices({ ...types, ...givenTypes });

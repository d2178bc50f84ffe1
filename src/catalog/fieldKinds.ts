/** Types of custom fields that have something in common, beside what one type alone has. */

export const dateTypes: ReadonlySet<string> = new Set(['birthday', 'date', 'date_time']);

export const numberTypes: ReadonlySet<string> = new Set(['monetary', 'numeric', 'price']);

/** One of the choices of the account. */
export const oneChoiceTypes: ReadonlySet<string> = new Set(['category', 'radiobutton', 'select']);

export const textTypes: ReadonlySet<string> = new Set([
	'multitext',
	'streetaddress',
	'text',
	'textarea',
	'tracking_data',
	'url',
]);

/** The value may be several, each as good as the other. */
export const severalTypes: ReadonlySet<string> = new Set([
	'chained_list',
	'items',
	'multiselect',
	'multitext',
]);

import { plainValue } from './locatorValue';
import type { Param, Params, WireContext } from './param';
import { isWireObject, merge, snakeCase, type WireObject } from './wire';

/** Nothing given: what n8n has for a field that nobody touched. */
export const isEmpty = (given: unknown): boolean => {
	const value = plainValue(given);
	return (
		value === undefined ||
		value === null ||
		value === '' ||
		(Array.isArray(value) && value.length === 0) ||
		(isWireObject(value) && Object.keys(value).length === 0)
	);
};

export function fragment(
	name: string,
	param: Param,
	value: unknown,
	context: WireContext,
): WireObject {
	const converted = param.convert(value, context);
	return param.place ? param.place(converted) : { [snakeCase(name)]: converted };
}

const isEmptyList = (given: unknown): boolean => {
	const value = plainValue(given);
	return Array.isArray(value) && value.length === 0;
};

/**
 * A filter by a list: one without any value would not be sent, and all rows would come. Nothing at all
 * and an empty text, as the editor has them for a field that nobody touched, are no filter.
 */
const filled = (param: Param): Param => ({
	...param,
	convert: (value, context) => {
		const converted = isEmptyList(value) ? [] : param.convert(value, context);
		if (!isEmptyList(converted)) return converted;
		throw new Error(
			`${param.label}: the list is empty, and without a value all rows would come; give one, or remove the filter`,
		);
	},
});

/** What the user added under Filters. */
export function filtersOf(params: Params, given: unknown, context: WireContext): WireObject {
	const lists = Object.fromEntries(
		Object.entries(params).map(([name, param]) => [name, filled(param)] as const),
	);
	return section(lists, given, context, (value) => isEmpty(value) && !isEmptyList(value));
}

/** The members of a collection that the user added. */
export function section(
	params: Params,
	given: unknown,
	context: WireContext,
	isSkipped: (value: unknown) => boolean,
): WireObject {
	const values = isWireObject(given) ? given : {};
	return Object.entries(params)
		.filter(([name]) => name in values && !isSkipped(values[name]))
		.map(([name, param]) => fragment(name, param, values[name], context))
		.reduce(merge, {});
}

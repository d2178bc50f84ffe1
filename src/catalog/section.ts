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

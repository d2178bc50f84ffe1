import type { Method, Operation, Route } from './define';
import { ownerOf } from './fieldOwner';
import type { Params, WireContext } from './param';
import { filtersOf, fragment, isEmpty, section } from './section';
import { merge, snakeCase, type WireObject } from './wire';

export interface PlannedRequest {
	readonly method: Method;
	readonly path: string;
	/** What the path names, in snake case: the answer to a write may not repeat it. */
	readonly named: WireObject;
	readonly query: WireObject;
	readonly body: WireObject;
}

/** Reads a parameter of one item, by its name in the editor. */
export type Read = (name: string) => unknown;

export function splitRoute({ route }: { readonly route: Route }): {
	readonly method: Method;
	readonly path: string;
} {
	const [method = '', path = ''] = route.split(' ');
	return { method: method as Method, path };
}

/** The collection that holds `fields`, by n8n's convention. */
export const fieldsSection = (operation: Operation): 'additionalFields' | 'updateFields' =>
	splitRoute(operation).method === 'PATCH' ? 'updateFields' : 'additionalFields';

/** One request of one item. Throws an Error that names the parameter at fault. */
export function planRequest(
	operation: Operation,
	read: Read,
	account: WireContext,
): PlannedRequest {
	const { method, path: template } = splitRoute(operation);
	let path = template;
	let named: WireObject = {};
	let rest: WireObject = {};
	const asked = new URLSearchParams();
	const context = (): WireContext => ({ ...account, owner: ownerOf(path) });
	const isInPath = (name: string): boolean => template.includes(`{${name}}`);
	// The path first: it says whose custom fields the others name.
	const params = Object.entries(operation.params).sort(
		([a], [b]) => Number(isInPath(b)) - Number(isInPath(a)),
	);
	for (const [name, param] of params) {
		const value = read(name);
		if (isEmpty(value)) {
			if (param.isRequired) throw new Error(`${param.label} is empty`);
			continue;
		}
		if (isInPath(name)) {
			const converted = param.convert(value, context());
			const segment = String(converted);
			const filled = param.isSubpath ? segment : encodeURIComponent(segment);
			path = path.replace(`{${name}}`, filled);
			named = { ...named, [snakeCase(name)]: converted };
		} else if (param.isInQuery) {
			const converted = param.convert(value, context());
			const text = typeof converted === 'boolean' ? Number(converted) : converted;
			asked.set(snakeCase(name), String(text));
		} else {
			rest = merge(rest, fragment(name, param, value, context()));
		}
	}
	// In the path, for items with another query must not travel in the same request.
	if (asked.size > 0) path += `?${asked.toString()}`;
	const isIn = (params: Params): boolean => Object.keys(params).length > 0;
	const filter = isIn(operation.filters)
		? filtersOf(operation.filters, read('filters'), context())
		: {};
	const fields = isIn(operation.fields)
		? section(
				operation.fields,
				read(fieldsSection(operation)),
				context(),
				(value) => value === undefined,
			)
		: {};
	const query = Object.keys(filter).length > 0 ? merge(rest, { filter }) : rest;
	return method === 'GET'
		? { method, path, named, query, body: {} }
		: // What the user writes into Additional JSON is among `rest` and wins.
			{ method, path, named, query: {}, body: merge(merge(operation.fixed, fields), rest) };
}

/**
 * The request that carries a model of a batch alone: what the route names moves from the model into the
 * path. Null when the model lacks one of the names, as a note may that was not told its entity.
 */
export function planSingle(route: Route, { named, body }: PlannedRequest): PlannedRequest | null {
	const { method, path: template } = splitRoute({ route });
	const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
	const values = { ...named, ...body };
	if (names.some((name) => isEmpty(values[snakeCase(name)]))) return null;
	const path = names.reduce(
		(filled, name) =>
			filled.replace(`{${name}}`, encodeURIComponent(String(values[snakeCase(name)]))),
		template,
	);
	const inPath = new Set(names.map(snakeCase));
	const rest = Object.entries(body).filter(([name]) => !inPath.has(name));
	return { method, path, named: values, query: {}, body: Object.fromEntries(rest) };
}

import type { Param, Params } from './param';
import type { WireObject } from './wire';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
/** Only the bots have stayed behind at v2; `{driveUrl}` is the files service of the account. */
export type Route = `${Method} ${'/api/v4' | '/api/v2' | '{driveUrl}/v1.0'}/${string}`;

/** How an operation meets the input items. */
export type Run =
	/** One request per item, one row out of it. */
	| { readonly kind: 'one' }
	/** One request per item, whose success has no body. */
	| { readonly kind: 'delete' }
	/** One request per item that changes something and says no more than that it did. */
	| { readonly kind: 'act' }
	/**
	 * Pages of rows per item; Return All and Limit come with it. A list without pages names the `cursor`:
	 * the parameter that asks for the rows below an id.
	 */
	| {
			readonly kind: 'pages';
			readonly collection: string;
			readonly max: number;
			readonly cursor?: string;
	  }
	/** All items together ask for their distinct ids. */
	| { readonly kind: 'byIds'; readonly collection: string; readonly max: number }
	/**
	 * All items together travel in batches; an item that is alone takes the `single` route, if any.
	 * `collection` is null where a success has no body.
	 */
	| {
			readonly kind: 'batch';
			readonly collection: string | null;
			readonly max: number;
			readonly single?: Route;
	  }
	/**
	 * Each item means an entity by a value, which is looked for in the list of the same path; the items
	 * without one are created in batches. `update` takes the items that have one; null leaves those alone.
	 */
	| {
			readonly kind: 'match';
			readonly collection: string;
			readonly max: number;
			readonly update: Route | null;
	  }
	/** The binary data of each item becomes a file; its parts go where the session says. */
	| { readonly kind: 'upload'; readonly parts: 'POST {uploadUrl}' }
	/** Each item gets the bytes of a file as binary data. */
	| { readonly kind: 'download' }
	/** Method, path, query and body are parameters. */
	| { readonly kind: 'call' };

export interface Operation {
	readonly route: Route;
	/** In the list of operations: `Get Many`. */
	readonly label: string;
	/** Sentence case, for the node panel: `Get many leads`. */
	readonly action: string;
	readonly doc: string;
	readonly run: Run;
	readonly params: Params;
	/** Collected under Filters, sent as `filter[…]`. */
	readonly filters: Params;
	/** Collected under Additional Fields or Update Fields, sent in the body. Present means sent, 0 and false too. */
	readonly fields: Params;
	/** Collected under Options; read by the node, never sent. */
	readonly options: Params;
	/** Sent in every body, whatever the user set: what makes a PATCH a completion. */
	readonly fixed: WireObject;
}

export interface Resource {
	/** In saved workflows and in the name of the reference page. */
	readonly name: string;
	readonly label: string;
	readonly doc: string;
	readonly operations: Readonly<Record<string, Operation>>;
}

type PathNames<R extends string> = R extends `${string}{${infer Name}}${infer Rest}`
	? Name | PathNames<Rest>
	: never;

interface OperationBlock<R extends Route> {
	readonly route: R;
	readonly label: string;
	readonly action: string;
	readonly doc: string;
	readonly run: Run;
	/** Must hold every name of the route. */
	readonly params: Params & Readonly<Record<Exclude<PathNames<R>, 'driveUrl'>, Param>>;
	readonly filters?: Params;
	readonly fields?: Params;
	readonly options?: Params;
	readonly fixed?: WireObject;
}

/**
 * Placement is a rule: named in the route -> path; else on GET or marked -> query; else -> body, in
 * snake case.
 * A route that names an undeclared parameter does not compile.
 */
export const operation = <const R extends Route>(block: OperationBlock<R>): Operation => ({
	filters: {},
	fields: {},
	options: {},
	fixed: {},
	...block,
});

export const resource = (block: Resource): Resource => block;

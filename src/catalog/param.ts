import type { INodeProperties } from 'n8n-workflow';
import type { AccountField } from './accountField';
import type { WireObject, WireValue } from './wire';

/** What a conversion needs to know besides the value. */
export interface WireContext {
	/** The workflow's, for dates without a zone. */
	readonly timezone: string;
	/** Whose custom fields the request is about: `leads`, `catalogs/4521`. */
	readonly owner?: string | undefined;
	/** By owner, as far as they were read. */
	readonly fields?: ReadonlyMap<string, readonly AccountField[]>;
}

/** One field of the editor and its way onto the wire. Made by the functions of `params.ts`. */
export interface Param {
	/** Title Case; stands in every message about the field. */
	readonly label: string;
	/** One sentence without a full stop, as n8n wants it. */
	readonly doc: string;
	readonly isRequired: boolean;
	/** n8n's part: type, default, options. */
	readonly property: Omit<INodeProperties, 'displayName' | 'name' | 'description'>;
	/** Only beside these values of other parameters; of a collection's members it says nothing. */
	readonly shownFor?: Readonly<Record<string, readonly string[]>>;
	/** Throws an Error that names the label. */
	readonly convert: (value: unknown, context: WireContext) => WireValue;
	/** In a path the value is several segments (`catalogs/4521`), not one with an encoded slash. */
	readonly isSubpath?: true;
	/** Goes into the query although the operation has a body. */
	readonly isInQuery?: true;
	/** Where the converted value goes; without it, under the parameter's name in snake case. */
	readonly place?: (value: WireValue) => WireObject;
}

export type Params = Readonly<Record<string, Param>>;

export const invalid = (label: string, value: unknown, wanted: string): Error =>
	new Error(`${label}: ${JSON.stringify(value) ?? 'nothing'} is not ${wanted}`);

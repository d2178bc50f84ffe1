import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { idFrom } from '../../src/catalog/locator';
import { plainValue } from '../../src/catalog/locatorValue';
import { isRow } from '../../src/client/paginate';

const collections = ['additionalFields', 'updateFields', 'filters'] as const;

/** What is chosen in another field of the node, be it on its own or in a collection; empty if nothing is. */
export function chosenBeside(context: ILoadOptionsFunctions, name: string): string {
	const parameters: unknown = context.getCurrentNodeParameters() ?? {};
	if (!isRow(parameters)) return '';
	const places = [parameters, ...collections.map((collection) => parameters[collection])];
	const found = places.filter(isRow).find((place) => place[name] !== undefined);
	return String(plainValue(found?.[name]) ?? '').trim();
}

/**
 * The ID in another field, whose list `search` fills. Null while nothing is chosen, and for an expression:
 * its value depends on the item.
 */
export function chosenId(
	context: ILoadOptionsFunctions,
	name: string,
	search: string,
): string | null {
	const id = String(idFrom(search, chosenBeside(context, name)));
	return /^\d+$/.test(id) ? id : null;
}

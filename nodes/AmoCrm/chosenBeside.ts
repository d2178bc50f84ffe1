import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { plainValue } from '../../src/catalog/locatorValue';
import { isRow } from '../../src/client/paginate';

const collections = ['additionalFields', 'updateFields', 'filters'] as const;

/**
 * What is chosen in another field of the node, itself or in a collection. Null if that is not of the form:
 * nothing yet, or an expression, whose value only an item decides.
 */
export function chosenBeside(
	context: ILoadOptionsFunctions,
	name: string,
	form: RegExp,
): string | null {
	const parameters: unknown = context.getCurrentNodeParameters() ?? {};
	if (!isRow(parameters)) return null;
	const places = [parameters, ...collections.map((collection) => parameters[collection])];
	const found = places.filter(isRow).find((place) => place[name] !== undefined);
	const value = String(plainValue(found?.[name]) ?? '').trim();
	return form.test(value) ? value : null;
}

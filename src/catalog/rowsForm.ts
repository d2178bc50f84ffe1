import type { INodeProperties } from 'n8n-workflow';
import { invalid, type Param } from './param';

/** n8n's form of any number of rows that have the same fields. */
export const rowsForm = (rowName: string, values: INodeProperties[]): Param['property'] => ({
	type: 'fixedCollection',
	default: {},
	placeholder: `Add ${rowName}`,
	typeOptions: { multipleValues: true },
	options: [{ displayName: rowName, name: 'values', values }],
});

/** The rows of such a form, or the list that an expression gives; undefined where nothing is said. */
export function rowsOf(
	label: string,
	value: unknown,
	expected: string,
): readonly unknown[] | undefined {
	const rows: unknown = Array.isArray(value)
		? value
		: (value as { values?: unknown } | null | undefined)?.values;
	if (rows === undefined) return undefined;
	if (Array.isArray(rows)) return rows;
	throw invalid(label, value, expected);
}

import type { Data } from '../data';
import type { Field, FieldEntry, FieldValue } from '../field';
import type { FieldProblem } from '../problem';
import { fieldMissing, invalidType, notSupportedChoice } from './fieldProblems';
import type { CustomFieldInput } from './input';
import { readParts } from './valueParts';

type ValueInput = NonNullable<CustomFieldInput['values']>[number];

const dateTypes = new Set(['date', 'date_time', 'birthday']);
const numberTypes = new Set(['numeric', 'monetary', 'price']);

/** The stored value, or what is wrong with it. */
function readValue(field: Field, input: ValueInput, path: string): FieldValue | FieldProblem {
	const { value } = input;
	const ofParts = readParts(field.type, input, path);
	if (ofParts) return ofParts;
	if (typeof value === 'object' && value !== null) return invalidType(`${path}.value`, 'scalar');
	const branch = field.settings?.nested?.find(
		(one) => one.id === input.enum_id || (input.enum_id === undefined && one.value === value),
	);
	if (branch) return { value: branch.value, enum_id: branch.id };
	if (field.type === 'category') return notSupportedChoice(`${path}.enum_id`);
	if (field.enums) {
		const isText = field.type === 'multitext';
		const found = field.enums.find(
			(item) =>
				item.id === input.enum_id ||
				(input.enum_code != null && item.code === input.enum_code) ||
				(!isText && item.value === value),
		);
		if (isText) {
			if (typeof value !== 'string' && typeof value !== 'number')
				return fieldMissing(`${path}.value`);
			const isNamed = input.enum_id !== undefined || input.enum_code != null;
			const item = found ?? (isNamed ? undefined : field.enums[0]);
			if (!item) return notSupportedChoice(`${path}.enum_code`);
			return { value: String(value), enum_id: item.id, enum_code: item.code ?? null };
		}
		if (!found)
			return notSupportedChoice(`${path}.${input.enum_id === undefined ? 'value' : 'enum_id'}`);
		return { value: found.value, enum_id: found.id, enum_code: found.code ?? null };
	}
	if (value === undefined || value === null) return fieldMissing(`${path}.value`);
	if (field.type === 'checkbox') return { value: value === true || value === 1 || value === '1' };
	if (dateTypes.has(field.type)) {
		const unix =
			typeof value === 'string' && /\D/.test(value) ? Date.parse(value) / 1000 : Number(value);
		if (!Number.isInteger(unix)) return invalidType(`${path}.value`, 'timestamp');
		return { value: unix };
	}
	if (numberTypes.has(field.type) && !Number.isFinite(Number(value))) {
		return invalidType(`${path}.value`, 'numeric');
	}
	return { value: String(value) };
}

export interface ReadFields {
	readonly entries: readonly FieldEntry[];
	readonly problems: readonly FieldProblem[];
}

/** `current` with the named fields replaced; `values: null` or `[]` clears a field. */
export function readFields(
	data: Data,
	/** Whose fields: `leads`, `catalogs/4521`. */
	owner: string,
	current: readonly FieldEntry[],
	inputs: readonly CustomFieldInput[],
): ReadFields {
	const entries = new Map(current.map((entry) => [entry.field_id, entry]));
	const problems: FieldProblem[] = [];
	inputs.forEach((input, i) => {
		const path = `custom_fields_values.${i}`;
		const field = (data.fields[owner] ?? []).find(({ id, code }) =>
			input.field_id === undefined
				? code !== null && code === input.field_code
				: id === input.field_id,
		);
		if (!field) {
			const name = input.field_id === undefined && input.field_code ? 'field_code' : 'field_id';
			problems.push(notSupportedChoice(`${path}.${name}`));
			return;
		}
		if (!input.values || input.values.length === 0) {
			entries.delete(field.id);
			return;
		}
		const values = input.values.map((value, j) => readValue(field, value, `${path}.values.${j}`));
		const wrong = values.filter((value): value is FieldProblem => 'path' in value);
		problems.push(...wrong);
		if (wrong.length === 0) {
			entries.set(field.id, { field_id: field.id, values: values as readonly FieldValue[] });
		}
	});
	return { entries: [...entries.values()], problems };
}

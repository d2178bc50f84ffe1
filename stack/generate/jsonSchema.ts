/** As much of JSON Schema as n8n shows: one type for each value. */
export interface JsonSchema {
	readonly type: string;
	readonly properties?: Readonly<Record<string, JsonSchema>>;
	readonly items?: JsonSchema;
}

const typeOf = (value: unknown): string => {
	if (value === null || value === undefined) return 'null';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
	return typeof value;
};

/** Null says nothing where another sample has a value; of several types the first one seen counts. */
function commonType(types: readonly string[]): string {
	const told = types.filter((type) => type !== 'null');
	const [first = 'null'] = told;
	return first === 'integer' && told.includes('number') ? 'number' : first;
}

function propertiesOf(samples: readonly object[]): Readonly<Record<string, JsonSchema>> {
	const values = new Map<string, unknown[]>();
	for (const [name, value] of samples.flatMap((sample) => Object.entries(sample))) {
		values.set(name, [...(values.get(name) ?? []), value]);
	}
	return Object.fromEntries([...values].map(([name, all]) => [name, schemaOf(all)] as const));
}

/** The schema that all of these values fit, with the members in the order in which they were seen. */
export function schemaOf(samples: readonly unknown[]): JsonSchema {
	const type = commonType(samples.map(typeOf));
	const alike = samples.filter((sample) => typeOf(sample) === type);
	if (type === 'object') return { type, properties: propertiesOf(alike as readonly object[]) };
	if (type !== 'array') return { type };
	const items = (alike as ReadonlyArray<readonly unknown[]>).flat();
	return items.length > 0 ? { type, items: schemaOf(items) } : { type };
}

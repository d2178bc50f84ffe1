/**
 * What the editor holds for a field with several ways to name a row (`{__rl, mode, value}`), as its plain
 * value. Workflows saved before such fields existed have the plain value itself.
 */
export const plainValue = (value: unknown): unknown =>
	typeof value === 'object' && value !== null && '__rl' in value && 'value' in value
		? value.value
		: value;

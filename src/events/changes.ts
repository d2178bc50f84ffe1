import { setOwn } from '../setOwn';
import type { EntityData } from './entityData';
import { scalar } from './scalar';
import type { FieldChange, WireObject } from './types';

const prefix = 'old_';

/** `old_constructor` asks for a member that every object inherits. */
const own = (data: EntityData, name: string): unknown =>
	Object.hasOwn(data, name) ? data[name] : undefined;

/**
 * What the body says changed: each `old_X` whose value differs from `X`. amoCRM repeats the present
 * user as `old_responsible_user_id` on ordinary updates; that is no change.
 */
export function changes(
	block: WireObject,
	data: EntityData,
): Readonly<Record<string, FieldChange>> {
	const found: Record<string, FieldChange> = {};
	for (const name of Object.keys(block)) {
		if (!name.startsWith(prefix) || name === prefix) continue;
		const old = block[name];
		const field = name.slice(prefix.length);
		const from = typeof old === 'string' ? scalar(field, old) : own(data, name);
		const to = own(data, field) ?? null;
		if (JSON.stringify(from) !== JSON.stringify(to)) setOwn(found, field, { from, to });
	}
	return found;
}

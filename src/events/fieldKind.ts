export type FieldKind = 'integer' | 'number' | 'date' | 'boolean' | 'text';

const kinds: ReadonlyMap<string, FieldKind> = new Map([
	...[
		'created_by',
		'element_type',
		'main_user',
		'modified_by',
		'note_type',
		'periodicity',
		'purchases_count',
		'rate',
		'status',
		'task_type',
	].map((name) => [name, 'integer'] as const),
	...['average_check', 'ltv', 'next_price', 'price'].map((name) => [name, 'number'] as const),
	...[
		'closed_at',
		'closest_task_at',
		'complete_before',
		'complete_till',
		'created_at',
		'date_create',
		'date_modify',
		'last_modified',
		'next_date',
		'timestamp_x',
		'updated_at',
	].map((name) => [name, 'date'] as const),
	...['action_close', 'deleted'].map((name) => [name, 'boolean'] as const),
	// Ids of other systems: text, even where one happens to be digits only.
	...['chat_id', 'client_id', 'external_id'].map((name) => [name, 'text'] as const),
]);

/** What amoCRM means by a member, told from its name; everything that is not listed is text. */
export function fieldKind(name: string): FieldKind {
	const listed = kinds.get(name);
	if (listed) return listed;
	if (name === 'id' || name.endsWith('_id')) return 'integer';
	if (name.startsWith('is_')) return 'boolean';
	return 'text';
}

interface EventType {
	readonly key: string;
	/** amoCRM's own number. */
	readonly type: number;
	readonly ru: string;
	readonly en: string;
}

const eventType = (type: number, key: string, ru: string, en: string): EventType => ({
	key,
	type,
	ru,
	en,
});

export const eventTypeLanguages: ReadonlySet<string> = new Set(['ru', 'en', 'es', 'pt']);

/** Those whose number is known; amoCRM has some twenty more. */
export const eventTypes: readonly EventType[] = [
	eventType(1, 'lead_added', 'Новая сделка', 'New lead'),
	eventType(7, 'lead_deleted', 'Сделка удалена', 'Lead deleted'),
	eventType(14, 'lead_status_changed', 'Изменение этапа продажи', 'Stage changed'),
	eventType(24, 'custom_field_value_changed', 'Изменение поля', 'Field changed'),
	eventType(25, 'entity_responsible_changed', 'Ответственный изменен', 'Responsible user changed'),
	eventType(27, 'common_note_added', 'Новое примечание', 'New note'),
	eventType(28, 'attachment_note_added', 'Добавлен новый файл', 'New file'),
	eventType(69, 'sale_field_changed', 'Изменение бюджета', 'Sale changed'),
	eventType(70, 'name_field_changed', 'Изменение названия', 'Name changed'),
	eventType(72, 'entity_linked', 'Прикрепление', 'Linked'),
	eventType(89, 'incoming_chat_message', 'Входящее сообщение', 'Incoming message'),
	eventType(90, 'outgoing_chat_message', 'Исходящее сообщение', 'Outgoing message'),
];

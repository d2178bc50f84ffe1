export interface Talk {
	readonly talk_id: number;
	readonly contact_id: number;
	readonly chat_id: string;
	readonly entity_id: number | null;
	readonly rate: number;
	readonly is_in_work: boolean;
	readonly is_read: boolean;
	readonly origin: string;
	readonly created_at: number;
	readonly updated_at: number;
}

/** A chat of a channel that somebody gave to a contact. */
export interface ContactChat {
	readonly id: number;
	readonly chat_id: string;
	readonly contact_id: number;
}

export interface Message {
	readonly id: string;
	readonly talk_id: number;
	readonly type: 'incoming' | 'outgoing';
	readonly text: string;
	readonly author_id: string;
	readonly author_name: string;
	readonly created_at: number;
}

export interface Unsorted {
	readonly uid: string;
	readonly category: 'forms' | 'chats' | 'sip';
	readonly source_name: string;
	readonly source_uid: string;
	readonly lead_id: number;
	readonly contact_id: number | null;
	readonly company_id: number | null;
	readonly pipeline_id: number;
	readonly text: string;
	readonly metadata: Readonly<Record<string, unknown>>;
	readonly created_at: number;
}

export interface UnsortedDecision {
	readonly unsorted: Unsorted;
	readonly action: 'accept' | 'decline' | 'link';
	readonly decided_at: number;
}

import type { Rights } from './rights';

/** What administrators and integrations set up in the account. Names are those of API v4. */
export interface Settings {
	readonly roles: Map<number, Role>;
	readonly sources: Map<number, Source>;
}

export interface Role {
	readonly id: number;
	readonly name: string;
	readonly rights: Rights;
}

export interface SourceService {
	readonly type: 'whatsapp';
	readonly params?: {
		readonly waba?: boolean;
		readonly is_supports_list_message?: boolean;
	};
	readonly pages: ReadonlyArray<{
		readonly id: string;
		readonly name: string;
		readonly link: string;
	}>;
}

export interface Source {
	readonly id: number;
	readonly name: string;
	readonly pipeline_id: number;
	readonly external_id: string | null;
	readonly default: boolean;
	readonly origin_code: string | null;
	readonly services: readonly SourceService[];
}

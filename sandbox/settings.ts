import type { Rights } from './rights';

/** What administrators and integrations set up in the account. Names are those of API v4. */
export interface Settings {
	readonly chatTemplates: Map<number, ChatTemplate>;
	readonly roles: Map<number, Role>;
	readonly sources: Map<number, Source>;
	/** By the id of their source. */
	readonly websiteButtons: Map<number, WebsiteButton>;
	/** By code. */
	readonly widgets: Map<string, Widget>;
}

export interface TemplateReview {
	readonly id: number;
	readonly source_id: number;
	readonly status: 'review' | 'approved' | 'paused' | 'rejected';
	readonly reject_reason: string;
}

export interface ChatTemplate {
	readonly id: number;
	readonly name: string;
	readonly content: string;
	/** Unix seconds, as every time here. */
	readonly created_at: number;
	readonly updated_at: number;
	readonly buttons: ReadonlyArray<{
		readonly type: 'inline' | 'url';
		readonly text: string;
		readonly url?: string | undefined;
	}>;
	readonly attachment: {
		readonly id: string;
		readonly name: string;
		readonly type: 'picture' | 'file' | 'document' | 'video';
		readonly is_external: boolean;
	} | null;
	readonly is_editable: boolean;
	readonly external_id: string | null;
	readonly type: 'amocrm' | 'waba';
	readonly waba_footer: string;
	readonly waba_category: string;
	readonly waba_language: string;
	/** By marker. */
	readonly waba_examples: Readonly<Record<string, string>>;
	readonly waba_header: string | null;
	readonly waba_header_type: 'text' | 'media' | null;
	readonly reviews: readonly TemplateReview[];
}

export interface Role {
	readonly id: number;
	readonly name: string;
	readonly rights: Rights;
}

export interface SourceService {
	readonly type: 'whatsapp';
	readonly params?:
		| {
				readonly waba?: boolean | undefined;
				readonly is_supports_list_message?: boolean | undefined;
		  }
		| undefined;
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

export interface WebsiteButton {
	readonly source_id: number;
	readonly button_id: number;
	readonly pipeline_id: number;
	/** Domains. */
	readonly trusted_websites: readonly string[];
	readonly has_online_chat: boolean;
}

export interface WidgetSetting {
	readonly key: string;
	readonly name: string;
	readonly type: 'text' | 'pass' | 'users' | 'users_lp' | 'custom';
	readonly is_required: boolean;
}

/** Without the values of the settings: they are secrets of others. */
export interface Widget {
	readonly id: number;
	readonly code: string;
	readonly version: string;
	readonly rating: string;
	readonly settings_template: readonly WidgetSetting[];
	readonly is_lead_source: boolean;
	readonly is_work_with_dp: boolean;
	readonly is_crm_template: boolean;
	readonly client_uuid: string | null;
	readonly is_active_in_account: boolean;
	readonly pipeline_id: number | null;
}

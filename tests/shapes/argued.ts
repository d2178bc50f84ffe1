/** Differences between recorded bodies and the sandbox that stay, and why. */
export interface Argued {
	readonly because: string;
	/** By recorded body, as `differences` tells them. One that no longer occurs fails the test. */
	readonly of: Readonly<Record<string, readonly string[]>>;
}

export const argued: readonly Argued[] = [
	{
		because:
			'Members of a field that samples of 2020 lack; a live answer of Kommo has nearly all of them, the reference the rest.',
		of: {
			custom_fields__GET_entity_custom_fields__response: [
				'._embedded.custom_fields[].account_id: recorded nothing, here number',
				'._embedded.custom_fields[].chained_lists: recorded nothing, here null',
				'._embedded.custom_fields[].code: recorded nothing, here null or string',
				'._embedded.custom_fields[].currency: recorded nothing, here null',
				'._embedded.custom_fields[].entity_type: recorded nothing, here string',
				'._embedded.custom_fields[].hidden_statuses: recorded nothing, here array',
				'._embedded.custom_fields[].is_deletable: recorded nothing, here boolean',
				'._embedded.custom_fields[].tracking_callback: recorded nothing, here null',
				'._embedded.custom_fields[].triggers: recorded nothing, here array',
			],
			custom_fields__GET_entity_custom_fields_id__response: [
				'.chained_lists: recorded nothing, here null',
				'.currency: recorded nothing, here null',
				'.enums[].code: recorded nothing, here string',
				'.hidden_statuses: recorded nothing, here array',
				'.settings: recorded nothing, here null',
				'.tracking_callback: recorded nothing, here null',
				'.triggers: recorded nothing, here array',
			],
			custom_fields__POST_entity_custom_fields__response: [
				'._embedded.custom_fields[].account_id: recorded nothing, here number',
				'._embedded.custom_fields[].chained_lists: recorded nothing, here null',
				'._embedded.custom_fields[].code: recorded nothing, here null',
				'._embedded.custom_fields[].currency: recorded nothing, here null',
				'._embedded.custom_fields[].entity_type: recorded nothing, here string',
				'._embedded.custom_fields[].hidden_statuses: recorded nothing, here array',
				'._embedded.custom_fields[].is_deletable: recorded nothing, here boolean',
				'._embedded.custom_fields[].request_id: recorded nothing, here string',
				'._embedded.custom_fields[].tracking_callback: recorded nothing, here null',
				'._embedded.custom_fields[].triggers: recorded nothing, here array',
			],
			custom_fields__PATCH_entity_custom_fields__response: [
				'._embedded.custom_fields[].is_predefined: recorded nothing, here boolean',
				'._embedded.custom_fields[].search_in: recorded nothing, here null',
				'._embedded.custom_fields[].settings: recorded nothing, here null',
				'._embedded.custom_fields[].triggers: recorded nothing, here array',
			],
		},
	},
	{
		because: "Kommo leaves settings out where amoCRM's own samples have null.",
		of: {
			custom_fields__POST_single__response_201_kommo: ['.settings: recorded nothing, here null'],
		},
	},
	{
		because:
			'Without statuses the recordings have null or [], even for one method; the sandbox has [].',
		of: {
			custom_fields__GET_entity_custom_fields__response: [
				'._embedded.custom_fields[].required_statuses: recorded array or null, here array',
			],
		},
	},
	{
		because:
			'An account of Kommo, abridged by the vendor. The sandbox is one of amoCRM, which has no currency and no dates in any recording.',
		of: {
			account__GET_account__response_kommo: [
				'.contact_name_display_order: recorded nothing, here number',
				'.created_at: recorded number, here nothing',
				'.created_by: recorded number, here nothing',
				'.currency: recorded string, here nothing',
				'.currency_symbol: recorded string, here nothing',
				'.customers_mode: recorded nothing, here string',
				'.is_helpbot_enabled: recorded nothing, here boolean',
				'.is_loss_reason_enabled: recorded nothing, here boolean',
				'.is_technical_account: recorded nothing, here boolean',
				'.is_unsorted_on: recorded nothing, here boolean',
				'.updated_at: recorded number, here nothing',
				'.updated_by: recorded number, here nothing',
			],
		},
	},
	{
		because:
			'Illustrations made of notes, not answers. Nobody sends a file in the sandbox, and its talks have no source.',
		of: {
			talks__GET_talks__response_2026: ['._embedded.talks[].source_id: recorded number, here null'],
			talks__GET_talks_id_messages__response_2026: [
				'._embedded.messages[].attachment: recorded object, here nothing',
				'._links: recorded nothing, here object',
			],
		},
	},
	{
		because:
			'The document shows rows under the name of another collection; the SDK reads them under their own.',
		of: {
			customers__PATCH_customers__response: [
				'._embedded.customers: recorded nothing, here array',
				'._embedded.leads: recorded array, here nothing',
			],
			customers__POST_customers_customer_id_transactions__response: [
				'._embedded.customers: recorded array, here nothing',
				'._embedded.transactions: recorded nothing, here array',
			],
		},
	},
	{
		because:
			'The recorded statuses have conditions, which none of the documented requests can set.',
		of: {
			customers_statuses__GET_customers_statuses__response: [
				'._embedded.statuses[].conditions[]: recorded array, here nothing',
			],
			customers_statuses__GET_customers_statuses_id__response: [
				'.conditions[]: recorded array, here nothing',
			],
		},
	},
	{
		because: 'A choice without a code: absent in samples of 2020, null in live answers of 2024.',
		of: {
			customers_statuses__GET_customers_segments__response: [
				'._embedded.segments[].custom_fields_values[].values[].enum_code: recorded nothing, here null',
			],
			customers_statuses__GET_customers_segments_id__response: [
				'.custom_fields_values[].values[].enum_code: recorded nothing, here null',
			],
			customers_statuses__POST_customers_segments__response: [
				'.custom_fields_values[].values[].enum_code: recorded nothing, here null',
			],
		},
	},
	{
		because:
			'One of the recorded leads was never changed; in the sandbox whoever makes a lead is also its last editor.',
		of: {
			files__GET_files_file_uuid_links__response: [
				'.entities[].updated_by: recorded null or number, here number',
			],
		},
	},
	{
		because: 'labor_cost is in live answers of 2024, not yet in the samples.',
		of: {
			leads__GET_leads__response: ['._embedded.leads[].labor_cost: recorded nothing, here null'],
			leads__GET_leads_id__response: ['.labor_cost: recorded nothing, here null'],
		},
	},
	{
		because:
			'The second recorded lead got a company that its request does not name; the sandbox makes none.',
		of: {
			leads__POST_leads_complex__response: ['[].company_id: recorded number, here null or number'],
		},
	},
	{
		because: 'hash_uuid was found in no other source, as index.md beside the recording says.',
		of: {
			_oauth_access_token_jwt_payload: ['.hash_uuid: recorded string, here nothing'],
		},
	},
	{
		because: 'is_deleted and is_unsorted are in live answers of 2024, not yet in the samples.',
		of: {
			contacts__GET_contacts__response: [
				'._embedded.contacts[].is_deleted: recorded nothing, here boolean',
				'._embedded.contacts[].is_unsorted: recorded nothing, here boolean',
			],
			contacts__GET_contacts_id__response: [
				'.is_deleted: recorded nothing, here boolean',
				'.is_unsorted: recorded nothing, here boolean',
			],
			contacts__POST_contacts__response: [
				'._embedded.contacts[].is_deleted: recorded nothing, here boolean',
				'._embedded.contacts[].is_unsorted: recorded nothing, here boolean',
			],
			companies__GET_companies__response: [
				'._embedded.companies[].is_deleted: recorded nothing, here boolean',
			],
			companies__GET_companies_id__response: ['.is_deleted: recorded nothing, here boolean'],
			companies__POST_companies__response: [
				'._embedded.companies[].is_deleted: recorded nothing, here boolean',
				'._embedded.companies[].is_unsorted: recorded nothing, here boolean',
			],
		},
	},
	{
		because: 'enum is the name of an older form; live answers of 2024 have enum_code.',
		of: {
			contacts__GET_contacts_id__response: [
				'.custom_fields_values[].values[].enum: recorded string, here nothing',
				'.custom_fields_values[].values[].enum_code: recorded nothing, here string',
			],
			companies__GET_companies_id__response: [
				'.custom_fields_values[].values[].enum: recorded string, here nothing',
				'.custom_fields_values[].values[].enum_code: recorded nothing, here string',
			],
		},
	},
	{
		because: 'retry_after is known of Kommo only, and the sandbox is amoCRM.',
		of: {
			_error_429: ['.retry_after: recorded number, here nothing'],
		},
	},
	{
		because:
			'The recorded call has no uid, link and uniq; one that is made by the API must have all three.',
		of: {
			unsorted__GET_leads_unsorted__response: [
				'._embedded.unsorted[].metadata.link: recorded null, here string',
				'._embedded.unsorted[].metadata.uniq: recorded nothing, here string',
				'._embedded.unsorted[].source_uid: recorded null, here string',
			],
		},
	},
	{
		because:
			'The requests name a company, the recorded answers do not; the sandbox names the one that it made.',
		of: {
			unsorted__POST_leads_unsorted_sip__response: [
				'._embedded.unsorted[]._embedded.companies[]: recorded nothing, here object',
			],
			unsorted__POST_leads_unsorted_forms__response: [
				'._embedded.unsorted[]._embedded.companies[]: recorded nothing, here object',
			],
		},
	},
	{
		because: 'The recorded user has a role and no role_id; here role_id is the id of the role.',
		of: {
			users__GET_users__response: [
				'._embedded.users[].rights.role_id: recorded null, here null or number',
			],
		},
	},
	{
		because:
			'Values of events that the sandbox does not write: bots, links, chats, ratings, purchases.',
		of: {
			events__value_structures: [
				'[].value_after[].helpbot: recorded object, here nothing',
				'[].value_after[].link: recorded object, here nothing',
				'[].value_after[].message: recorded object, here nothing',
				'[].value_after[].nps: recorded object, here nothing',
				'[].value_after[].transaction: recorded object, here nothing',
			],
		},
	},
	{
		because: 'The sample of a decline has no companies, the description of its members has them.',
		of: {
			unsorted__DELETE_leads_unsorted_uid_decline__response: [
				'._embedded.companies: recorded nothing, here array',
			],
		},
	},
	{
		because: 'Values of live events (name and sale) that the document does not list.',
		of: {
			events__value_structures: [
				'[].value_after[].name_field_value: recorded nothing, here object',
				'[].value_after[].sale_field_value: recorded nothing, here object',
				'[].value_before[].name_field_value: recorded nothing, here object',
				'[].value_before[].sale_field_value: recorded nothing, here object',
			],
		},
	},
];

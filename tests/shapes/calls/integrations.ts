import { contacts, contactOf, leads } from '../../operations/seeded';
import type { RecordedCall } from '../recordedCall';

const [contact] = contacts;
const phone = String(contact.fields[0]?.values[0]?.value);

export const integrationCalls: readonly RecordedCall[] = [
	{
		call: 'POST /api/v4/calls',
		request: 'calls__POST_calls__request',
		ids: { 123123: phone, 504141: 9_000_001 },
		status: 200,
		answer: 'calls__POST_calls__response',
	},
	{
		call: 'POST /api/v4/short_links',
		request: 'short_links__POST_short_links__request',
		ids: { 11070881: contact.id },
		status: 200,
		answer: 'short_links__POST_short_links__response',
	},
	{
		call: 'GET /api/v4/widgets?limit=1',
		status: 200,
		answer: 'widgets__GET_widgets__response',
	},
	{
		call: 'GET /api/v4/widgets/sandbox_disk',
		status: 200,
		answer: 'widgets__GET_widgets_widget_code__response',
	},
	{
		call: 'POST /api/v4/widgets/sandbox_telephony',
		request: 'widgets__POST_widgets_widget_code__request',
		status: 200,
		answer: 'widgets__POST_widgets_widget_code__response',
	},
	{
		call: 'POST /api/v4/salesbot/565/continue/123',
		request: 'widgets__POST_salesbot_marketingbot_bot_id_continue_continue_id__request',
		status: 202,
	},
	{
		call: 'POST /api/v2/salesbot/run',
		request: 'salesbot__POST_v2_salesbot_run__request',
		ids: { 76687686: contactOf(leads[0]) },
		status: 202,
	},
];

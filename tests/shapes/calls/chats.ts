import { leads, newId, pipelines } from '../../operations/seeded';
import { apiFixture } from '../../support/amoCrmScript';
import type { RecordedCall } from '../recordedCall';

const [lead] = leads;
const [main] = pipelines;
const written = {
	path: '/messages',
	body: { lead_id: lead.id, text: 'Hello', origin: 'telegram' },
};
const talk = `/api/v4/talks/${newId(1)}`;

const talkCalls: readonly RecordedCall[] = [
	{
		call: 'GET /api/v4/talks',
		status: 200,
		answer: 'talks__GET_talks__response_2026',
		scene: [written],
	},
	{ call: `GET ${talk}`, status: 200, answer: 'talks__GET_talks_id__response', scene: [written] },
	{
		call: `GET ${talk}/messages`,
		status: 200,
		answer: 'talks__GET_talks_id_messages__response_2026',
		scene: [written],
	},
	{
		call: `POST ${talk}/send_message`,
		request: 'talks__POST_talks_id_send_message__request_2026',
		status: 202,
		answer: 'talks__POST_talks_id_send_message__response_202_2026',
		scene: [written],
	},
];

const templates = '/api/v4/chats/templates';
const recorded = apiFixture('chat_templates__POST_chats_templates__request');
const source = {
	path: '/api/v4/sources',
	body: [
		{
			name: 'A',
			external_id: 'a',
			pipeline_id: main.id,
			services: [{ type: 'whatsapp', params: { waba: true }, pages: [] }],
		},
	],
};
const made = { path: templates, body: recorded };
const headed = {
	path: templates,
	body: [
		{
			name: 'Test',
			type: 'waba',
			content: 'A {{contact.name}}',
			external_id: 'my_external_id',
			buttons: [{ type: 'inline', text: 'B' }],
			waba_examples: { '{{contact.name}}': 'C' },
			waba_header: 'Header example',
			waba_header_type: 'text',
		},
	],
};
const other = { path: templates, body: [{ name: 'B', content: 'C' }] };
const template = `${templates}/${newId(2)}`;
const review = { path: `${template}/review` };

const templateCalls: readonly RecordedCall[] = [
	{
		call: `GET ${templates}?with=reviews&limit=1`,
		status: 200,
		answer: 'chat_templates__GET_chats_templates__response',
		scene: [source, headed, review, other],
	},
	{
		call: `GET ${template}?with=reviews`,
		status: 200,
		answer: 'chat_templates__GET_chats_templates_id__response',
		scene: [source, made, review],
	},
	{
		call: `POST ${templates}`,
		request: 'chat_templates__POST_chats_templates__request',
		status: 200,
		answer: 'chat_templates__POST_chats_templates__response',
	},
	{
		call: `PATCH ${templates}`,
		request: 'chat_templates__PATCH_chats_templates_id__request',
		ids: { 7351: newId(2) },
		status: 200,
		answer: 'chat_templates__PATCH_chats_templates_id__response',
		scene: [source, made],
	},
	{
		call: `POST ${template}/review`,
		status: 200,
		answer: 'chat_templates__POST_chats_templates_id_review__response',
		scene: [source, made],
	},
	{
		call: `POST ${template}/review/${newId(3)}`,
		request: 'chat_templates__POST_chats_templates_id_review_review_id__request',
		status: 200,
		answer: 'chat_templates__POST_chats_templates_id_review_review_id__response',
		scene: [source, made, review],
	},
];

export const chatCalls: readonly RecordedCall[] = [...talkCalls, ...templateCalls];

import { leads, newId, personUserId, pipelines } from '../../operations/seeded';
import { unsortedUid } from '../../../sandbox/writes/unsorted';
import type { RecordedCall } from '../recordedCall';
import { fieldIds, stage } from './places';

const path = '/api/v4/leads/unsorted';
const [main] = pipelines;
const at = 1_735_689_600;
const came = {
	path: `${path}/forms`,
	body: [
		{
			source_name: 'Site',
			source_uid: 'site-1',
			created_at: at,
			metadata: {
				form_id: 'order',
				form_name: 'Order',
				form_page: 'https://example.com/order',
				form_sent_at: at,
				ip: '192.0.2.0',
				referer: 'https://example.com',
			},
			_embedded: { contacts: [{ first_name: 'Anna' }] },
		},
	],
};
const called = {
	path: `${path}/sip`,
	body: [
		{
			source_name: 'UIS',
			source_uid: 'pbx',
			created_at: at,
			metadata: {
				from: '+79990000005',
				phone: 7_999_999_999,
				called_at: at,
				duration: 0,
				link: 'https://example.com/a.mp3',
				service_code: 'uis_widget',
				uniq: 'call-1',
			},
			_embedded: { contacts: [{ name: 'Anna' }] },
		},
	],
};
const uid = unsortedUid(newId(2));
const ids = {
	2194576: main.id,
	284785: fieldIds.text,
	263809: 100_667,
	123123: personUserId,
	30846280: stage.id,
	93144801: leads[0].id,
};

export const unsortedCalls: readonly RecordedCall[] = [
	{
		call: `GET ${path}`,
		status: 200,
		answer: 'unsorted__GET_leads_unsorted__response',
		scene: [called],
	},
	{
		call: `GET ${path}/${uid}`,
		status: 200,
		answer: 'unsorted__GET_leads_unsorted_uid__response',
		scene: [came],
	},
	{
		call: `POST ${path}/sip`,
		request: 'unsorted__POST_leads_unsorted_sip__request',
		ids,
		status: 200,
		answer: 'unsorted__POST_leads_unsorted_sip__response',
	},
	{
		call: `POST ${path}/forms`,
		request: 'unsorted__POST_leads_unsorted_forms__request',
		ids,
		status: 200,
		answer: 'unsorted__POST_leads_unsorted_forms__response',
	},
	{
		call: `POST ${path}/${uid}/accept`,
		request: 'unsorted__POST_leads_unsorted_uid_accept__request',
		ids,
		status: 200,
		answer: 'unsorted__POST_leads_unsorted_uid_accept__response',
		scene: [came],
	},
	{
		call: `DELETE ${path}/${uid}/decline`,
		status: 200,
		answer: 'unsorted__DELETE_leads_unsorted_uid_decline__response',
		scene: [came],
	},
	{
		call: `POST ${path}/${uid}/link`,
		request: 'unsorted__POST_leads_unsorted_uid_link__request',
		ids,
		status: 200,
		answer: 'unsorted__POST_leads_unsorted_uid_link__response',
		scene: [
			{
				path: '/unsorted',
				body: { category: 'chats', contact_name: 'Anna', name: 'Chat' },
			},
		],
	},
	{
		call: `GET ${path}/summary`,
		status: 200,
		answer: 'unsorted__GET_leads_unsorted_summary__response',
		scene: [came],
	},
];

/** A file of the repository and the title of a test in it. */
export type Evidence = readonly [file: string, title: string];

const peers = 'tests/contract/peerDefects.test.ts';
const sandboxRuns = 'tests/contract/node-sandbox.test.ts';
const runs = 'nodes/AmoCrm/run.test.ts';
const batches = 'nodes/AmoCrm/runBatch.test.ts';

/** What other packages for amoCRM got wrong when they were run, and the tests that rule it out here. */
export const peerDefects: Readonly<Record<string, readonly Evidence[]>> = {
	'every item is sent with the parameters of item 0': [
		[batches, 'sends A, B, C for the items A, B, C, in one request, and 0 as 0'],
		[runs, 'reads the parameter of each item'],
		[sandboxRuns, 'creates many leads at once, reads them back by their ids and changes them'],
	],
	'Return All gives the envelopes of pages': [
		[runs, 'returns rows, not envelopes, of all pages'],
		[sandboxRuns, 'gives rows of all pages, and none where nothing matches'],
	],
	'HTTP 204 becomes an item': [
		[runs, 'returns nothing for 204'],
		[runs, 'fails for an id that amoCRM answers with 204, instead of returning an empty item'],
		[
			'nodes/AmoCrm/runByIds.test.ts',
			'yields nothing for an id that amoCRM does not know, and no phantom for 204',
		],
	],
	'0, false and empty lists are dropped': [
		['src/catalog/request.test.ts', 'sends 0, false, null and what else the user set'],
		[peers, '0, false and an empty list that the user set change the lead in amoCRM'],
	],
	'the lists of one account are shown to another': [
		['nodes/AmoCrm/methods.test.ts', 'never shows the pipelines of one account to another'],
		[peers, 'two accounts have lists of their own, also under one credential'],
	],
	'30 requests leave in one second': [
		[
			'src/client/throttle.test.ts',
			'never lets amoCRM see more than 7 requests in a second, however the network jitters',
		],
		[sandboxRuns, 'never makes the sandbox answer 429, with 40 reads at once'],
	],
	'the 429 of one account delays another': [
		[
			'src/client/send.test.ts',
			'shares a pause among the clients of an account and with no other account',
		],
		[peers, 'an account goes on while another one waits out its 429'],
	],
	'a POST is repeated after a 504': [
		['src/client/send.test.ts', 'never repeats a write after %i'],
		[batches, 'never repeats a create after 504'],
		[peers, 'a create that ends in 504 reaches amoCRM once'],
	],
	'one bad item fails its whole batch': [
		[batches, 'lets one refused item fail and the others pass, with Continue On Fail'],
		[sandboxRuns, 'lets amoCRM refuse one item and takes the others, with Continue On Fail'],
	],
	'events of companies are called events of contacts': [
		[peers, 'the recorded webhook %s starts the workflow with a company'],
	],
	'a webhook is one item with flat keys': [
		[peers, 'a webhook of two leads is two items with the fields of a lead'],
	],
	'wrong verbs: PATCH to subscribe, DELETE /webhooks/{id}, POST to decline': [
		[runs, 'subscribes with POST and unsubscribes with DELETE and the destination in the body'],
		['tests/operations/unsorted.ts', 'declines with DELETE and tells what was declined'],
	],
	'a released fix is code that never runs': [
		['tests/contract/operations.test.ts', 'has a case for every operation of the catalogue'],
		['tests/contract/events.test.ts', '%s comes out of %s'],
		[peers, 'the refusal %i reaches the user in words of its own'],
	],
};

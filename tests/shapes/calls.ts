import { administrationCalls } from './calls/administration';
import { catalogCalls } from './calls/catalogs';
import { chatCalls } from './calls/chats';
import { customersCalls } from './calls/customers';
import { customFieldCalls } from './calls/customFields';
import { fileCalls } from './calls/files';
import { integrationCalls } from './calls/integrations';
import { leadCalls } from './calls/leads';
import { linkCalls } from './calls/links';
import { noteCalls } from './calls/notes';
import { oauthCalls } from './calls/oauth';
import { peopleCalls } from './calls/people';
import { pipelineCalls } from './calls/pipelines';
import { refusalCalls } from './calls/refusals';
import { sourceCalls } from './calls/sources';
import { taskAndTagCalls } from './calls/tasksAndTags';
import { unsortedCalls } from './calls/unsorted';
import type { RecordedCall } from './recordedCall';

/** Every call of which a body was recorded. */
export const recordedCalls: readonly RecordedCall[] = [
	...administrationCalls,
	...catalogCalls,
	...chatCalls,
	...customersCalls,
	...customFieldCalls,
	...fileCalls,
	...integrationCalls,
	...leadCalls,
	...linkCalls,
	...noteCalls,
	...oauthCalls,
	...peopleCalls,
	...pipelineCalls,
	...refusalCalls,
	...sourceCalls,
	...taskAndTagCalls,
	...unsortedCalls,
];

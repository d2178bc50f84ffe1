import fc from 'fast-check';
import { useInbox } from '../support/inboxDatabase';
import { steps } from './inboxCommands';
import { InboxModel } from './inboxModel';
import { patience, runs } from './runs';

const inbox = useInbox();
const cases = 150;

test(
	'whatever is called in whatever order, each event is where the model has it: none lost, none twice',
	() =>
		fc.assert(
			fc.asyncProperty(fc.commands(steps, { maxCommands: 60, size: 'max' }), async (commands) => {
				await inbox.pool.query('truncate amocrm_webhook_events');
				await fc.asyncModelRun(() => ({ model: new InboxModel(), real: inbox.pool }), commands);
			}),
			runs(cases),
		),
	patience(cases, 1_000),
);

import { Router } from 'express';
import type { SandboxContext } from '../context';
import { accountControl } from './account';
import { bulkControl } from './bulk';
import { deliveriesControl } from './deliveries';
import { entitiesControl } from './entities';
import { exampleControl } from './example';
import { faultsControl } from './faults';
import { grantsControl } from './grants';
import { logsControl } from './logs';
import { notesControl } from './notes';
import { oauthControl } from './oauth';
import { talksControl } from './talks';
import { unsortedControl } from './unsorted';
import { usersControl } from './users';

/** `/_sandbox`: for tests and the page. No token, no limit of requests; the server is loopback only. */
export const controlRouter = (context: SandboxContext): Router =>
	Router().use(
		logsControl(context),
		entitiesControl(context),
		notesControl(context),
		talksControl(context),
		unsortedControl(context),
		accountControl(context),
		usersControl(context),
		bulkControl(context),
		exampleControl(context),
		deliveriesControl(context),
		faultsControl(context),
		oauthControl(context),
		grantsControl(context),
	);

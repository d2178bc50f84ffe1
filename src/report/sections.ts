import type { Section } from './section';
import { apiRequests } from './sections/apiRequests';
import { conversion } from './sections/conversion';
import { eventsByDay } from './sections/eventsByDay';
import { firstResponses } from './sections/firstResponses';
import { leadsByMonth } from './sections/leadsByMonth';
import { lostReasons } from './sections/lostReasons';
import { managerLoad } from './sections/managerLoad';
import { revenue } from './sections/revenue';
import { sources } from './sections/sources';
import { stageStays } from './sections/stageStays';
import { stagesReached } from './sections/stagesReached';

/** The report from top to bottom: sales first, the machinery last. */
export const sections: ReadonlyArray<Section<object>> = [
	leadsByMonth,
	conversion,
	revenue,
	stagesReached,
	stageStays,
	lostReasons,
	firstResponses,
	sources,
	managerLoad,
	eventsByDay,
	apiRequests,
];

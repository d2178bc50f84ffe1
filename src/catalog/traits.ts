import type { Operation } from './define';
import { splitRoute } from './request';

/** What follows from an operation's route and run, for the editor and the reference alike. */

const readingRuns = new Set<Operation['run']['kind']>(['one', 'pages', 'byIds']);

/** Its rows are what amoCRM tells, and may be wanted in a simpler form. */
export const isSimplifiable = (operation: Operation): boolean =>
	splitRoute(operation).method === 'GET' && readingRuns.has(operation.run.kind);

export const simplifyDoc =
	'Whether to return a simplified version of the response instead of the raw data: custom fields by name, dates as text, no links';

/** n8n tells an AI agent an operation's action and nothing else, so the warning has to stand in it. */
export const marked = (operation: Operation, text: string): string =>
	splitRoute(operation).method === 'DELETE' ? `${text} (destructive)` : text;

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { LeadMessage } from './backendMessages';

type ReadMessage = (
	headers: Readonly<Record<string, unknown>>,
	rawBody: Buffer,
	key: string,
) => LeadMessage | null;

/** The code that docs/guides/mobile-back-end.md gives to whoever writes the back end, running. */
export function backendSample(): ReadMessage {
	const guide = join(__dirname, '..', '..', 'docs', 'guides', 'mobile-back-end.md');
	const [, code = ''] = /```js\n(.+?)```/s.exec(readFileSync(guide, 'utf8')) ?? [];
	const run = new Function('require', `${code}; return readMessage;`) as (
		require: NodeJS.Require,
	) => ReadMessage;
	return run(createRequire(__filename));
}

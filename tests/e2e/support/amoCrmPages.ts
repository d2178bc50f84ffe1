import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../stack/paths';
import type { ArchiveFiles } from '../../../stack/widget/zip';
import { startPageServer, type Pages } from './pageServer';

export type { Pages } from './pageServer';

/**
 * tests/fixtures/widget as a site of its own, with the unpacked archive at /widget/ and the tokens
 * that `token` makes at /one-time-token.
 */
export const servePages = (files: ArchiveFiles, token: () => string): Promise<Pages> =>
	startPageServer((path) => {
		if (path === '/one-time-token') return token();
		if (path.startsWith('/widget/')) return files.get(path.slice('/widget/'.length));
		if (!/^\/[\w-]+\.html$/.test(path)) return undefined;
		return readFileSync(join(repositoryRoot, 'tests', 'fixtures', 'widget', path));
	});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GuideQuery {
	readonly title: string;
	readonly sql: string;
}

/** The SQL of a guide in docs/guides, each statement with the sentence before it. */
export function guideQueries(guide: string): readonly GuideQuery[] {
	const text = readFileSync(join(__dirname, '..', '..', 'docs', 'guides', guide), 'utf8');
	return [...text.matchAll(/([^\n]+)\n\n```sql\n(.+?)```/gs)].map(([, title = '', sql = '']) => ({
		title,
		sql,
	}));
}

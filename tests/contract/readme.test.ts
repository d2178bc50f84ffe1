import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../stack/paths';

const textOf = (name: string): string => readFileSync(join(repositoryRoot, name), 'utf8');
const shipped = readdirSync(join(repositoryRoot, 'workflows')).map((file) =>
	file.replace(/\.json$/, ''),
);

/** The rows of the table under the heading that names the five systems. */
const systemsOf = (readme: string): readonly string[] =>
	(readme.split(/^## (?:The five systems|Пять систем)$/m)[1] ?? '')
		.split(/^## /m)[0]
		?.split('\n')
		.filter((line) => line.startsWith('| **')) ?? [];

describe.each(['README.md', 'README.ru.md'])('the table of systems in %s', (name) => {
	const rows = systemsOf(textOf(name));

	test('names each shipped workflow once', () => {
		const named = rows.flatMap((row) =>
			[...row.matchAll(/`(amocrm-[a-z-]+)`/g)].map(([, id]) => id),
		);
		expect(named.sort()).toEqual([...shipped].sort());
	});

	test('has a guide and a test in a real n8n for each system', () => {
		const links = rows.map((row) => [...row.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => path));
		for (const paths of links) {
			expect(paths).toContainEqual(expect.stringMatching(/^docs\/guides\/.+\.md$/));
			expect(paths).toContainEqual(expect.stringMatching(/^tests\/e2e\/.+\.test\.ts$/));
		}
	});
});

const pages = ['.', 'bench', 'docs/guides', 'docs/reference', 'docs/decisions'].flatMap((folder) =>
	readdirSync(join(repositoryRoot, folder))
		.filter((file) => file.endsWith('.md'))
		.map((file) => join(folder, file)),
);

test.each(pages)('every file that %s links to is there', (name) => {
	const links = textOf(name).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g);
	const paths = [...links].map(([, path]) => path ?? '');
	expect(paths.filter((path) => !existsSync(join(repositoryRoot, name, '..', path)))).toEqual([]);
});

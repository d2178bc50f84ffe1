import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '../../src/catalog/resources';
import { renderResourceReference } from '../../stack/generate/resourceReference';

describe.each(resources)('docs/reference/$name.md', (resource) => {
	const page = renderResourceReference(resource);

	it('is what `npm run generate` makes of the catalogue', () => {
		const file = join(__dirname, '../../docs/reference', `${resource.name}.md`);
		expect(readFileSync(file, 'utf8')).toBe(page);
	});

	it('has a part for each operation', () => {
		for (const { label } of Object.values(resource.operations)) {
			expect(page.split('\n').filter((line) => line === `## ${label}`)).toHaveLength(1);
		}
	});
});

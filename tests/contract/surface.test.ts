import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderSurface } from '../../stack/generate/surface';

interface Surface {
	readonly operations: Readonly<Record<string, readonly string[]>>;
}

const text = readFileSync(join(__dirname, 'surface.json'), 'utf8');
const entries = (surface: string): readonly string[] =>
	Object.entries((JSON.parse(surface) as Surface).operations).flatMap(([operation, names]) => [
		operation,
		...names.map((name) => `${operation} ${name}`),
	]);

/** These names stand in users' saved workflows: what vanishes here breaks theirs. */
describe('tests/contract/surface.json', () => {
	it('holds no name that the node has lost: add names, never remove or rename them', () => {
		const present = new Set(entries(renderSurface()));
		expect(entries(text).filter((name) => !present.has(name))).toEqual([]);
	});

	it('is what `npm run generate` makes of the catalogue', () => {
		expect(renderSurface()).toBe(text);
	});

	it('has the names that the shipped workflows use', () => {
		expect(entries(text)).toEqual(
			expect.arrayContaining([
				'lead.getByIds id',
				'lead.getByIds with=contacts',
				'contact.getByIds with=leads',
				'company.getByIds with=contacts',
				'lead.getByIds options.unknownIds=notFound',
				'lead.getByIds options.outputField',
			]),
		);
	});
});

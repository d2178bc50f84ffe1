import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventNames } from '../../src/events/catalog';
import { renderEventsReference } from '../../stack/generate/eventsReference';

describe('docs/reference/events.md', () => {
	it('is what `npm run generate` makes of the event table', () => {
		const page = readFileSync(join(__dirname, '../../docs/reference/events.md'), 'utf8');
		expect(page).toBe(renderEventsReference());
	});

	it('has a row for each event and says which command makes it', () => {
		const lines = renderEventsReference().split('\n');
		expect(lines[0]).toContain('npm run generate');
		for (const event of eventNames) {
			expect(lines.filter((line) => line.startsWith(`| \`${event}\` |`))).toHaveLength(1);
		}
	});
});

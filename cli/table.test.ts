import { table } from './table';

test('columns are aligned, long and many-line texts stay on their line', () => {
	expect(
		table(
			['id', 'text'],
			[
				{ id: 1, text: 'a\nb', other: 'unseen' },
				{ id: 1000, text: 'x'.repeat(200) },
				{ id: 2, text: null },
			],
		),
	).toBe(`id    text\n1     a b\n1000  ${'x'.repeat(79)}…\n2\n`);
});

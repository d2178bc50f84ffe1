import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../src/messageOf';
import { repositoryRoot } from '../paths';
import { widgetFiles } from './archive';
import { brokenRules } from './vendorRules';
import { zip } from './zip';

/** `node stack/build.mjs && node dist/stack/widget/main.js`: dist/widget/widget.zip, to be uploaded to amoCRM. */
function main(): void {
	const files = widgetFiles();
	const broken = brokenRules(files);
	if (broken.length > 0) throw new Error(`amoCRM would refuse the widget:\n${broken.join('\n')}`);
	const folder = join(repositoryRoot, 'dist', 'widget');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'widget.zip'), zip(files));
	process.stdout.write(`dist/widget/widget.zip: ${files.size} files\n`);
}

try {
	main();
} catch (error) {
	process.stderr.write(`${messageOf(error)}\n`);
	process.exitCode = 1;
}

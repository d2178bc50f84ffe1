import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

/**
 * Takes the picture of the report anew: `amocrm-pipeline report --out report.html --months 7 --currency RUB`
 * on the sandbox's example, then `node docs/images/takeReport.mjs report.html`.
 */
const images = dirname(fileURLToPath(import.meta.url));
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 860, height: 1130 } });
await page.goto(pathToFileURL(process.argv[2] ?? 'report.html').href);
await page.screenshot({ path: join(images, 'report.png') });
await browser.close();

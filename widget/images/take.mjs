import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/**
 * Takes the widget's pictures anew from the logo that nginx serves: `node widget/images/take.mjs`.
 * The browser is `CHROMIUM`, or Debian's.
 */
const images = dirname(fileURLToPath(import.meta.url));
const site = join(images, '..', '..', 'nginx', 'templates', 'amocrm', 'site');
const logo = readFileSync(join(site, 'integration-logo.svg.template'), 'utf8');

/** Pixels that amoMarket and amoCRM's cards show each at. */
const sizes = {
	logo: [130, 100],
	logo_main: [400, 272],
	logo_medium: [240, 84],
	logo_min: [84, 84],
	logo_small: [108, 108],
};

const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();
for (const [name, [width, height]] of Object.entries(sizes)) {
	await page.setViewportSize({ width, height });
	await page.setContent(`<style>
		body { margin: 0; height: 100vh; display: grid; place-items: center; background: #fff; }
		svg { width: auto; height: 88vh; }
	</style>${logo}`);
	await page.screenshot({ path: join(images, `${name}.png`) });
}
await browser.close();

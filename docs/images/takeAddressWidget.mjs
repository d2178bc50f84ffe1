import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/**
 * Takes the picture of the address widget anew: after `node stack/build.mjs`,
 * `node docs/images/takeAddressWidget.mjs`. The card is that of the tests, the widget the one in the
 * archive, the addresses are written here. The browser is `CHROMIUM`, or Debian's.
 */
const images = dirname(fileURLToPath(import.meta.url));
const root = join(images, '..', '..');
const { widgetFiles } = await import(join(root, 'dist', 'stack', 'widget', 'archive.js'));
const files = widgetFiles();
const suggestions = ['ул Хабаровская', 'ул Хабаровская, д 12', 'ул Хабаровская, д 12/23'].map(
	(street) => ({ value: `г Москва, ${street}` }),
);

const contents = {
	'/card': () => readFileSync(join(root, 'tests', 'fixtures', 'widget', 'lead-card.html')),
	'/one-time-token': () => 'none',
	'/api/amocrm/address/suggest': () => JSON.stringify({ suggestions }),
};
const server = createServer(({ url }, response) => {
	const { pathname } = new URL(url, 'http://localhost');
	const content = contents[pathname]?.() ?? files.get(pathname.replace('/widget/', ''));
	const type = { '/card': 'text/html', '/widget/script.js': 'text/javascript' }[pathname];
	response.writeHead(content ? 200 : 404, { 'content-type': type ?? 'application/json' });
	response.end(content);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 560, height: 330 }, deviceScaleFactor: 2 });
await page.goto(`${origin}/card?server=${origin}`);
await page.getByRole('combobox', { name: 'Адрес доставки' }).click();
await page.keyboard.type('москва хаб');
await page.getByRole('option').first().waitFor();
await page.keyboard.press('ArrowDown');
await page.keyboard.press('ArrowDown');
await page.screenshot({ path: join(images, 'address-widget.png') });
await browser.close();
server.close();

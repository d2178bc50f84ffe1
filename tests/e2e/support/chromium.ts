import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { editorHost, webhookHost, type RunningNginx } from '../../support/nginx';

export const chromiumProgram = 'chromium';

/**
 * Headless Chromium for which both hosts are nginx on their usual port, as DNS would have it, so that
 * cookies, redirects and the addresses in n8n are those of an installation.
 */
export async function openChromium(nginx: RunningNginx): Promise<Browser> {
	const rules = [editorHost, webhookHost].map(
		(host) => `MAP ${host}:443 127.0.0.1:${nginx.httpsPort}`,
	);
	return await chromium.launch({
		executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', `--host-resolver-rules=${rules.join(',')}`],
	});
}

/** Signed in to n8n's editor. */
export async function signIn(
	browser: Browser,
	{ email, password }: { readonly email: string; readonly password: string },
): Promise<BrowserContext> {
	const context = await browser.newContext({ ignoreHTTPSErrors: true });
	context.setDefaultTimeout(30_000);
	const page = await context.newPage();
	await page.goto(`https://${editorHost}/signin`);
	await page.fill('input[name=emailOrLdapLoginId]', email);
	await page.fill('input[type=password]', password);
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/home\//);
	await page.close();
	return context;
}

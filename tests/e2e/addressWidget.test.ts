import type { Browser, Locator, Page } from 'playwright-core';
import { widgetFiles } from '../../stack/widget/archive';
import { eventually } from '../support/eventually';
import { nginxPrograms, webhookHost } from '../support/nginx';
import { describeWith } from '../support/program';
import { startAddressStack, widgetToken, type AddressStack } from './support/addressStack';
import { servePages, type Pages } from './support/amoCrmPages';
import { chromiumProgram, openChromium } from './support/chromium';

interface Card {
	readonly isDirty: boolean;
	readonly saved: number;
	readonly left: number;
	readonly callbacks: ReadonlyArray<readonly [string, boolean]>;
}

describeWith([...nginxPrograms, chromiumProgram], 'the address widget in a browser', () => {
	let stack: AddressStack;
	let pages: Pages;
	let browser: Browser;
	let page: Page;

	beforeAll(async () => {
		stack = await startAddressStack();
		pages = await servePages(widgetFiles(), () => widgetToken());
		browser = await openChromium(stack.nginx);
	});
	afterAll(async () => {
		await browser?.close();
		await pages?.close();
		await stack?.close();
	});
	beforeEach(async () => {
		// The page and nginx have certificates and hosts of a test.
		const context = await browser.newContext({ ignoreHTTPSErrors: true });
		context.setDefaultTimeout(15_000);
		page = await context.newPage();
	});
	afterEach(async () => {
		stack.provider.failWith(null);
		await page.context().close();
	});

	const open = (path: string, query = '') =>
		page.goto(`${pages.url}/${path}?server=https://${webhookHost}${query}`);

	const address = () => page.getByRole('combobox', { name: 'Адрес доставки' });
	const options = () => page.getByRole('option');
	const card = () => page.evaluate<Card>('window.card');
	const status = () => page.getByRole('status').textContent();

	/** Types as a person does and waits for as many rows. */
	async function type(field: Locator, text: string, rows: number): Promise<void> {
		await field.click();
		await page.keyboard.type(text, { delay: 20 });
		await eventually(`${rows} rows`, async () => (await options().count()) === rows, 15);
	}

	it('amoCRM gets true from each callback', async () => {
		await open('lead-card.html');
		await address().waitFor();
		expect((await card()).callbacks).toEqual([
			['render', true],
			['init', true],
			['bind_actions', true],
		]);
	});

	it('an address is chosen with the keyboard; the card is changed and not yet saved', async () => {
		await open('lead-card.html');
		await type(address(), 'хаб', 3);
		expect(await address().getAttribute('aria-expanded')).toBe('true');
		expect(await status()).toBe('Подсказок: 3. Выбирайте стрелками вверх и вниз.');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		const selected = page.getByRole('option', { selected: true });
		expect(await selected.textContent()).toBe('г Москва, ул Хабаровская, д 12');
		expect(await selected.getAttribute('id')).toBe(
			await address().getAttribute('aria-activedescendant'),
		);
		expect(await address().inputValue()).toBe('хаб');
		await page.keyboard.press('Enter');
		expect(await address().inputValue()).toBe('г Москва, ул Хабаровская, д 12');
		expect(await card()).toMatchObject({ isDirty: true, saved: 0 });
		expect(await page.getByRole('button', { name: 'Сохранить' }).isVisible()).toBe(true);
		expect(await address().getAttribute('aria-expanded')).toBe('false');
		expect(await options().count()).toBe(0);
		await page.keyboard.press('Enter');
		expect(await card()).toMatchObject({ saved: 1 });
	});

	it('typing on takes the keyboard back from the row: Enter does not replace what was typed', async () => {
		await open('lead-card.html');
		await type(address(), 'хаб', 3);
		await page.keyboard.press('ArrowDown');
		await page.keyboard.type('а');
		expect(await address().getAttribute('aria-activedescendant')).toBeNull();
		await page.keyboard.press('Enter');
		expect(await address().inputValue()).toBe('хаба');
	});

	it('what a provider answers is text, whatever it holds', async () => {
		const value = '<img src=x onerror="window.isRun = true">';
		stack.provider.failWith({ status: 200, body: JSON.stringify({ suggestions: [{ value }] }) });
		await open('lead-card.html');
		await type(address(), 'разметка', 1);
		expect(await options().textContent()).toBe(value);
		await options().click();
		expect(await address().inputValue()).toBe(value);
		expect(await page.evaluate('[window.isRun, document.images.length]')).toEqual([undefined, 0]);
	});

	it('Escape closes the list and only then leaves the card', async () => {
		await open('lead-card.html');
		await type(address(), 'хаб', 3);
		await page.keyboard.press('Escape');
		expect(await options().count()).toBe(0);
		expect(await address().inputValue()).toBe('хаб');
		expect((await card()).left).toBe(0);
		await page.keyboard.press('Escape');
		expect((await card()).left).toBe(1);
	});

	it('an address is chosen with the mouse, and the field keeps the focus', async () => {
		await open('lead-card.html');
		await type(address(), 'хаб', 3);
		await options().nth(2).click();
		expect(await address().inputValue()).toBe('г Хабаровск, ул Ленина, д 5');
		expect(await page.evaluate('document.activeElement.name')).toBe('CFV[762381]');
	});

	it('the next field is reached with Tab, and the list is gone', async () => {
		await open('lead-card.html');
		await type(address(), 'хаб', 3);
		await page.keyboard.press('Tab');
		expect(await page.evaluate('document.activeElement.id')).toBe('comment');
		expect(await options().count()).toBe(0);
	});

	it('the list is under the field, also when the card is scrolled', async () => {
		await page.setViewportSize({ width: 800, height: 600 });
		await open('lead-card.html');
		await type(address(), 'хаб', 3);
		await page.evaluate(`document.getElementById('fields').style.paddingBottom = '900px'`);
		await page.evaluate(`document.getElementById('card_fields').scrollTop = 40`);
		const below = async () => {
			const field = await address().boundingBox();
			const list = await page.getByRole('listbox').boundingBox();
			return field && list && Math.abs(list.y - (field.y + field.height)) < 2;
		};
		await eventually('the list follows', below, 5);
	});

	it('a card that amoCRM draws anew is completed as before, and leaves nothing behind', async () => {
		await open('lead-card.html');
		await type(address(), 'хаб', 3);
		await page.evaluate('window.drawFields()');
		await eventually('the new field', async () => (await address().count()) === 1, 5);
		await type(address(), 'орел', 1);
		expect(await page.locator('.address-suggestions').count()).toBe(1);
	});

	it('when the provider fails the person is told, and what was typed stays', async () => {
		stack.provider.failWith({ status: 500, body: '' });
		await open('lead-card.html');
		await address().click();
		await page.keyboard.type('неглинная');
		const told = 'Подсказки сейчас недоступны. Введите адрес полностью.';
		await eventually('the failure is told', async () => (await status()) === told, 15);
		expect(await address().inputValue()).toBe('неглинная');
		expect(await address().getAttribute('aria-expanded')).toBe('false');
	});

	it('that nothing fits is told', async () => {
		await open('lead-card.html', '&language=uk');
		await address().click();
		await page.keyboard.type('ыыыы');
		const told = 'Підказок немає. Введіть адресу повністю.';
		await eventually('it is told', async () => (await status()) === told, 15);
	});

	it('after amoCRM leaves the card, or the widget is switched off, the field is as it was', async () => {
		await open('lead-card.html');
		await address().waitFor();
		await page.evaluate('window.widget.callbacks.destroy()');
		const attributes = await page.evaluate<string[]>(
			`Array.from(document.getElementById('address').attributes, ({ name, value }) => name + '=' + value)`,
		);
		expect(attributes).toContain('autocomplete=street-address');
		expect(attributes.filter((text) => /^(role|aria-)/.test(text))).toEqual([]);
		expect(await page.locator('.address-suggestions').count()).toBe(0);
	});

	it('another field is completed when the settings name it', async () => {
		await open('lead-card.html', '&field=912001&language=en');
		await type(address(), 'хаб', 3);
		expect(await page.getByRole('listbox').getAttribute('aria-label')).toBe('Matching addresses');
	});

	it('the stand-alone script completes a field of any page, in the page’s language', async () => {
		await open('order-form.html');
		const field = page.getByRole('combobox', { name: 'Delivery address' });
		await type(field, 'хаб', 3);
		expect(await status()).toBe('Suggestions: 3. Choose with the up and down arrows.');
		await page.keyboard.press('ArrowUp');
		await page.keyboard.press('Enter');
		expect(await field.inputValue()).toBe('г Хабаровск, ул Ленина, д 5');
	});

	it('a script that is on the page twice makes one list and asks once', async () => {
		await open('order-form.html', '&copies=2');
		const field = page.getByRole('combobox', { name: 'Delivery address' });
		await field.waitFor();
		await page.waitForLoadState('networkidle');
		const asked = stack.provider.asked.length;
		await type(field, 'лескова', 1);
		expect(await page.locator('.address-suggestions').count()).toBe(1);
		expect(stack.provider.asked).toHaveLength(asked + 1);
	});
});

import { ObservableObject, type IHookFunctions, type IWebhookFunctions } from 'n8n-workflow';
import {
	destinationUrl,
	isSecret,
	isTestListener,
	knownState,
	newSecret,
	triggerState,
} from './state';

const context = (mode: string, data: object): IHookFunctions =>
	({ getWorkflowStaticData: () => data, getMode: () => mode }) as unknown as IHookFunctions;

const webhook = (data: object) => context('webhook', data) as unknown as IWebhookFunctions;

it('makes secrets of 192 bits that need no escaping in a URL', () => {
	const secret = newSecret();
	expect(Buffer.from(secret, 'base64url')).toHaveLength(24);
	expect(encodeURIComponent(secret)).toBe(secret);
	expect(newSecret()).not.toBe(secret);
});

it('accepts exactly the secret', () => {
	const secret = newSecret();
	expect(isSecret(secret, secret)).toBe(true);
	for (const wrong of ['', secret.slice(1), `${secret}x`, undefined, [secret], { key: secret }]) {
		expect(isSecret(wrong, secret)).toBe(false);
	}
	expect(isSecret('', undefined)).toBe(false);
	expect(isSecret(undefined, undefined)).toBe(false);
});

it("keeps the editor's test subscription apart from the production one", () => {
	const data = {};
	triggerState(context('trigger', data)).secret = 'live';
	expect(triggerState(context('manual', data)).secret).toBeUndefined();
	expect(knownState(webhook(data)).secret).toBe('live');
});

it('reads for a webhook without changing what n8n would then save over the secret of another process', () => {
	type Parent = NonNullable<Parameters<typeof ObservableObject.create>[1]>;
	const ofWorkflow = ObservableObject.create({}, undefined, { ignoreEmptyOnFirstChild: true });
	ofWorkflow['node:renamed'] = ObservableObject.create({}, ofWorkflow as Parent);
	const ofNode = ofWorkflow['node:renamed'] as object;
	expect(knownState(webhook(ofNode))).toEqual({});
	expect(ofWorkflow.__dataChanged).toBe(false);
	// As n8n itself sees it when a hook writes.
	triggerState(context('trigger', ofNode)).secret = 'new';
	expect(ofWorkflow.__dataChanged).toBe(true);
	expect(knownState(webhook(ofNode)).secret).toBe('new');
});

it("finds the listener's subscription when n8n ends it in another mode, and then only that", () => {
	const listener = {};
	triggerState(context('manual', listener)).destination = 'https://n8n.example/webhook-test';
	const ended = context('internal', listener);
	expect(isTestListener(ended)).toBe(true);
	expect(triggerState(ended).destination).toBe('https://n8n.example/webhook-test');
	const production = {};
	triggerState(context('trigger', production));
	expect(isTestListener(context('internal', production))).toBe(false);
	expect(isTestListener(context('internal', {}))).toBe(false);
});

it('puts the secret into the address that amoCRM is given', () => {
	expect(destinationUrl('https://n8n.example/webhook/1/amocrm', 'abc')).toBe(
		'https://n8n.example/webhook/1/amocrm?key=abc',
	);
});

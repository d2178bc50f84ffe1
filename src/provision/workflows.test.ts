import { shippedWorkflows, waitsForCredential, withPublicUrl, withSettings } from './workflows';

it('publishes what others report errors to or run before those others', () => {
	const order = shippedWorkflows().map(({ id }) => id);
	expect(order.indexOf('amocrmFailures01')).toBeLessThan(order.indexOf('amocrmBatch00001'));
	expect(order.indexOf('amocrmBatch00001')).toBeLessThan(order.indexOf('amocrmPipeline01'));
});

it('leaves the one that needs an OAuth2 credential to whoever connects it, and no other', () => {
	const waiting = shippedWorkflows().filter(waitsForCredential);
	expect(waiting.map(({ id }) => id)).toEqual(['amocrmKeepAlive1']);
});

it('fills the settings node and leaves every other node as it is', () => {
	const pipeline = shippedWorkflows().find(({ id }) => id === 'amocrmBatch00001');
	if (!pipeline) throw new Error('the workflow is not shipped');
	const filled = withSettings(pipeline, { jarvisUrl: 'http://127.0.0.1:1/jarvis' });
	const changed = filled.nodes.filter((node, i) => node !== pipeline.nodes[i]);
	expect(changed.map(({ name }) => name)).toEqual(['Settings']);
	expect(JSON.stringify(changed)).toContain('http://127.0.0.1:1/jarvis');
});

it('gives the public address to the triggers and to nothing else', () => {
	for (const workflow of shippedWorkflows()) {
		const filled = withPublicUrl(workflow, 'https://webhook.example.ru/amocrm');
		const changed = filled.nodes.filter((node, i) => node !== workflow.nodes[i]);
		const triggers = workflow.nodes.filter(({ type }) => type.endsWith('.amoCrmTrigger'));
		expect(changed.map(({ name }) => name)).toEqual(triggers.map(({ name }) => name));
		for (const { parameters } of changed) {
			expect(parameters.options).toMatchObject({ publicUrl: 'https://webhook.example.ru/amocrm' });
		}
	}
});

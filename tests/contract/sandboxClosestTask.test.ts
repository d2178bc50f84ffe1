import { curlLeadId } from '../operations/seeded';
import { testSandbox, type TestSandbox } from '../support/sandbox';

let box: TestSandbox;

beforeAll(async () => {
	box = await testSandbox();
	await box.control.post('/limit', { requestsPerSecond: null });
});

afterAll(() => box.sandbox.close());

const closest = async (id = curlLeadId): Promise<number | null> =>
	(await box.api.get(`/leads/${id}`)).data.closest_task_at;

it('a lead knows when its next open task is due, and forgets it when the task is done', async () => {
	const task = { text: 'A', entity_id: curlLeadId, entity_type: 'leads' };
	const [soon, late] = [1_900_000_000, 1_900_086_400];
	const { data } = await box.api.post('/tasks', [
		{ ...task, complete_till: late },
		{ ...task, complete_till: soon },
	]);
	const [, first] = data._embedded.tasks;
	expect(await closest()).toBe(soon);

	await box.api.patch(`/tasks/${first.id}`, { is_completed: true, result: { text: 'B' } });
	expect(await closest()).toBe(late);
});

it('a task that moves to another lead is due there', async () => {
	const { data: leads } = await box.api.post('/leads', [{ name: 'A' }, { name: 'B' }]);
	const [from, to] = leads._embedded.leads.map(({ id }: { readonly id: number }) => id);
	const due = 1_900_000_000;
	const { data } = await box.api.post('/tasks', [
		{ text: 'A', entity_id: from, entity_type: 'leads', complete_till: due },
	]);
	await box.api.patch(`/tasks/${data._embedded.tasks[0].id}`, {
		entity_id: to,
		entity_type: 'leads',
	});
	expect([await closest(from), await closest(to)]).toEqual([null, due]);
});

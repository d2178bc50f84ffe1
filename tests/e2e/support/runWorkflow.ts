import type { N8nRest } from '../../../stack/n8nRest';
import { eventually } from '../../support/eventually';

/** Runs a workflow once, from the trigger; answers how it ended (`success`, `error`). */
export async function runWorkflow(
	{ http }: N8nRest,
	workflowId: string,
	triggerName: string,
): Promise<string> {
	const started = await http.post(`/rest/workflows/${workflowId}/run`, {
		triggerToStartFrom: { name: triggerName },
	});
	if (started.status !== 200) {
		throw new Error(`n8n did not run it: ${started.status} ${JSON.stringify(started.data)}`);
	}
	const id = (started.data as { data: { executionId: string } }).data.executionId;
	return await eventually(
		'the run has ended',
		async () => {
			const { data } = await http.get(`/rest/executions/${id}`);
			const { status } = (data as { data: { status: string } }).data;
			return ['new', 'running'].includes(status) ? null : status;
		},
		60,
	);
}

import { Workflow, type INodeTypes } from 'n8n-workflow';
import { AmoCrm } from '../../nodes/AmoCrm/AmoCrm.node';

const node = new AmoCrm();

/** n8n's own evaluation, in which `$self` and `$credentials` are all that a credential sees. */
export function evaluateForCredential(
	expression: unknown,
	fields: Readonly<Record<string, string>>,
): string {
	const nodeTypes = { getByNameAndVersion: () => node, getByName: () => node };
	const workflow = new Workflow({
		nodes: [{ id: '1', name: 'n', type: 'x', typeVersion: 1, position: [0, 0], parameters: {} }],
		connections: {},
		active: false,
		nodeTypes: nodeTypes as unknown as INodeTypes,
	});
	const evaluation = { $self: fields, $credentials: fields };
	const { expression: n8n } = workflow;
	const value = n8n.getParameterValue(
		expression as string,
		null,
		0,
		0,
		'n',
		[],
		'internal',
		evaluation,
	);
	return value as string;
}

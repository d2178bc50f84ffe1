import type { INodeExecutionData } from 'n8n-workflow';

/** What a workflow would have read from a table, one item a lead. */
export const leadItems = (count: number): readonly INodeExecutionData[] =>
	Array.from({ length: count }, (_item, index) => ({
		json: { name: `Bench lead ${index}`, price: index },
		pairedItem: { item: index },
	}));

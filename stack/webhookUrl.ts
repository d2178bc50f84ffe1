import { Client } from 'pg';

interface StaticData {
	readonly [node: string]: { readonly production?: { readonly destination?: string } } | undefined;
}

/** The address that a trigger gives amoCRM, from n8n's database; null until a workflow with one is published. */
export async function webhookUrl(n8nDatabaseUrl: string): Promise<string | null> {
	const client = new Client({ connectionString: n8nDatabaseUrl });
	await client.connect();
	try {
		const { rows } = await client.query<{ data: StaticData | null }>(
			'select "staticData" as data from workflow_entity where active',
		);
		const nodes = rows.flatMap(({ data }) => Object.values(data ?? {}));
		return nodes.find((node) => node?.production?.destination)?.production?.destination ?? null;
	} finally {
		await client.end();
	}
}

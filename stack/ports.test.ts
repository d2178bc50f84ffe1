import { createServer } from 'node:net';
import { freePort, requireFreePort } from './ports';
import { Refusal } from './refusal';

it('says which port is taken, for what, and which setting changes it', async () => {
	const port = await freePort();
	const server = createServer().listen(port, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const refusal = requireFreePort(port, 'n8n', 'AMOCRM_N8N_PORT');
	await expect(refusal).rejects.toThrow(Refusal);
	await expect(refusal).rejects.toThrow(new RegExp(`${port}.*n8n.*AMOCRM_N8N_PORT`));
	await new Promise((resolve) => server.close(resolve));
	await expect(requireFreePort(port, 'n8n', 'AMOCRM_N8N_PORT')).resolves.toBeUndefined();
});

it('gives out ports in a row that are free, and none twice', async () => {
	const rows = await Promise.all(Array.from({ length: 50 }, () => freePort(2)));
	const ports = rows.flatMap((first) => [first, first + 1]);
	expect(new Set(ports).size).toBe(100);
	for (const port of ports) {
		await expect(requireFreePort(port, 'x', 'y')).resolves.toBeUndefined();
	}
});

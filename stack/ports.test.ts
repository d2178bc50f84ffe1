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

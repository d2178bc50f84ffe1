import type { TestSandbox } from '../support/sandbox';
import type { SceneCall } from './operationCase';

/** Neither side waits: the limit of requests has tests of its own. */
const requestsPerSecond = 100_000;

const succeed = async (call: Promise<{ status: number; data: unknown }>): Promise<void> => {
	const { status, data } = await call;
	if (status >= 300) throw new Error(`the scene was refused: ${status} ${JSON.stringify(data)}`);
};

/** A fresh account in which the scene has happened, and nothing of it is in the log of requests. */
export async function setScene(box: TestSandbox, scene: readonly SceneCall[]): Promise<void> {
	await succeed(box.control.post('/reset'));
	await succeed(box.control.post('/limit', { requestsPerSecond }));
	for (const { method = 'POST', path, body } of scene) {
		const isDrive = path.startsWith('/v1.0/');
		const isApi = path.startsWith('/api/v4/');
		const [client, url] = isApi ? [box.api, path.slice('/api/v4'.length)] : [box.control, path];
		const drive = { baseURL: box.sandbox.url, url: path };
		await succeed(
			isDrive
				? box.api.request({ method, data: body, ...drive })
				: client.request({ method, url, data: body }),
		);
	}
	await succeed(box.control.delete('/requests'));
}

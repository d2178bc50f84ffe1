import { AmoCrmError } from './errors';
import type { AmoCrmClient } from './types';

export const webhooksPath = '/api/v4/webhooks';

const isRefusal = (error: unknown): error is AmoCrmError =>
	error instanceof AmoCrmError && (error.status === 400 || error.status === 422);

/** So many refusals in a row mean that the address is refused, not the settings. */
const hopeless = 3;

/**
 * Subscribes `destination` to `settings` and returns those that amoCRM refuses. Which codes an account
 * knows depends on the brand and is documented incompletely; one unknown code would cost the whole
 * subscription. Refused as a whole, each code is tried on a second address, so that a subscription
 * that exists keeps its events meanwhile.
 */
export async function subscribeToAccepted(
	client: AmoCrmClient,
	destination: string,
	settings: readonly string[],
): Promise<readonly string[]> {
	const post = (address: string, codes: readonly string[]) =>
		client.send({
			method: 'POST',
			path: webhooksPath,
			body: { destination: address, settings: codes },
		});
	try {
		await post(destination, settings);
		return [];
	} catch (error) {
		if (!isRefusal(error) || settings.length === 1) throw error;
	}

	const probe = `${destination}&probe=1`;
	const accepted: string[] = [];
	const refused: string[] = [];
	try {
		for (const code of settings) {
			try {
				await post(probe, [code]);
				accepted.push(code);
			} catch (error) {
				if (!isRefusal(error)) throw error;
				refused.push(code);
				if (accepted.length === 0 && refused.length >= Math.min(hopeless, settings.length))
					throw error;
			}
		}
	} finally {
		if (accepted.length > 0) {
			await client.send({ method: 'DELETE', path: webhooksPath, body: { destination: probe } });
		}
	}
	await post(destination, accepted);
	return refused;
}

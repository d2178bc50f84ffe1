/** amoCRM waits no longer, looks at no status and does not try again. */
const patienceMs = 3000;

/**
 * Hands a code to the integration from server to server, as amoCRM does when somebody installs it in
 * the account. Resolves to the status, or null when there was no answer in time.
 */
export async function deliverCode(address: string): Promise<number | null> {
	try {
		const { status } = await fetch(address, {
			redirect: 'manual',
			signal: AbortSignal.timeout(patienceMs),
			headers: { 'user-agent': 'amoService-oAuth-Code-Sender/1.0' },
		});
		return status;
	} catch {
		return null;
	}
}

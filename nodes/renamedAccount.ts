import type { IExecuteFunctions } from 'n8n-workflow';
import { addressQuestions, answeredAddress } from '../src/client/presentAddress';

/** Short: a plain 404 waits for it, too. */
const timeoutMs = 5_000;

/**
 * Asks amoCRM where the account of these tokens is; null where it does not tell. What is thrown stays
 * here, because the tokens hang on it.
 */
export async function askForAddress(
	helpers: Pick<IExecuteFunctions['helpers'], 'httpRequest'>,
	baseUrl: string,
	accessToken: string,
	refreshToken: string | null,
): Promise<string | null> {
	for (const { url, headers } of addressQuestions(baseUrl, accessToken, refreshToken)) {
		try {
			const options = { url, headers, json: true, disableFollowRedirect: true, timeout: timeoutMs };
			const address = answeredAddress(await helpers.httpRequest(options));
			if (address !== null) return address;
		} catch {
			// The next one is asked.
		}
	}
	return null;
}

/** What the person reads who looks at the execution. */
const wordsOf = (baseUrl: string, present: string): string => {
	const [was, is] = [baseUrl, present].map((url) => new URL(url).hostname);
	return `The amoCRM account ${was} is at ${is} now. Requests go there; put the subdomain and the domain of ${is} into the credential.`;
};

type Hinted = Partial<Pick<IExecuteFunctions, 'addExecutionHints'>>;

/** Under the output of the node, in each execution. */
export const hintOfRename = (context: object, baseUrl: string, present: string): void =>
	(context as Hinted).addExecutionHints?.({
		message: wordsOf(baseUrl, present),
		type: 'warning',
		location: 'outputPane',
	});

/** In n8n's log, too, when the process learns it. */
export function tellRename(
	context: Pick<IExecuteFunctions, 'logger'>,
	baseUrl: string,
	present: string,
): void {
	context.logger.warn(wordsOf(baseUrl, present));
	hintOfRename(context, baseUrl, present);
}

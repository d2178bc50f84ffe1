import { AmoCrmError, type AmoCrmErrorCode } from './errors';
import type { AmoCrmClient } from './types';

/** The error of a request that was spared, since an earlier one met what it would have met as well. */
export const notSent = ({ code, status, message, hint }: AmoCrmError): AmoCrmError =>
	new AmoCrmError({
		code,
		status,
		message: `Not sent, because an earlier request was not carried out: ${message}`,
		hint,
	});

/** True of the account or the credential, not of one request. A 403 for want of rights is not among them. */
const ofAccount: ReadonlySet<AmoCrmErrorCode> = new Set([
	'blocked',
	'paymentRequired',
	'unauthorized',
]);

/**
 * A client that sends nothing more once the account or the credential was refused: with Continue On Fail
 * each of many items would ask again, and that is what amoCRM blocks accounts for.
 */
export function untilRefused(client: AmoCrmClient): AmoCrmClient {
	let end: AmoCrmError | undefined;
	return {
		send: async (request) => {
			if (end) throw notSent(end);
			try {
				return await client.send(request);
			} catch (error) {
				if (error instanceof AmoCrmError && ofAccount.has(error.code)) end ??= error;
				throw error;
			}
		},
	};
}

import { otherAccountError } from './accessRefusal';
import { AmoCrmError } from './errors';
import { redirectedTo } from './presentAddress';
import type { ApiRequest, ApiResponse, Transport } from './types';

/** What amoCRM answers where an account was: it moved, there is no such account, nothing is there. */
const isOfFormerAddress = (status: number): boolean =>
	(status >= 300 && status < 400) || status === 401 || status === 404;

/** A 404 is mostly that of a lead; whoever asks for many of them must not ask for the address each time. */
const answerHoldsMs = 60_000;

interface Known {
	/** Where the account was found to be; null: where the credential says. */
	readonly present: string | null;
	readonly askedAt: number;
	/** Shared by all who wait for the answer. */
	readonly asking: Promise<string | null>;
}

/** By the credential, too: the former name of one account can become another's. */
const known = new Map<string, Known>();
/** Where amoCRM accepted a token in this process. */
const accepted = new Set<string>();

export interface Renaming {
	/** Names the credential and the account of its token among all of the process. */
	readonly credentialKey: string;
	/** As the credential says: `https://example.amocrm.ru`. */
	readonly baseUrl: string;
	/** amoCRM said on connecting that the account is at `baseUrl`. */
	readonly isConfirmed: boolean;
	readonly transportTo: (baseUrl: string) => Transport;
	/** Asks amoCRM where the account is; null where it does not tell. */
	readonly ask: () => Promise<string | null>;
	/** Called for each request that found the account elsewhere for the first time. */
	readonly tell: (present: string) => void;
	/** Milliseconds. */
	readonly now: () => number;
}

const keyOf = ({ credentialKey, baseUrl }: Pick<Renaming, 'credentialKey' | 'baseUrl'>): string =>
	`${credentialKey} ${baseUrl}`;

/** Where the account of a credential is, as far as this process knows. */
export const presentAddress = (of: Pick<Renaming, 'credentialKey' | 'baseUrl'>): string =>
	known.get(keyOf(of))?.present ?? of.baseUrl;

/** Either the answer or what was thrown in its place. */
type Outcome = { readonly response: ApiResponse } | { readonly thrown: unknown };

const outcomeOf = async (answering: Promise<ApiResponse>): Promise<Outcome> =>
	await answering.then(
		(response) => ({ response }),
		(thrown: unknown) => ({ thrown }),
	);

function ended(outcome: Outcome): ApiResponse {
	if ('response' in outcome) return outcome.response;
	throw outcome.thrown;
}

function statusOf(outcome: Outcome): number {
	if ('response' in outcome) return outcome.response.status;
	return outcome.thrown instanceof AmoCrmError ? outcome.thrown.status : 0;
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/**
 * Carries requests to where the account is, also when it got another subdomain since the credential was
 * made. A request is repeated there only after an answer with which amoCRM has carried out nothing.
 *
 * A mistyped subdomain looks like a former one, and following it would write into an account that nobody
 * named. So a 401 and a 404 are followed only where the account is known to have been; a redirect always.
 */
export function followingRename(renaming: Renaming): Transport {
	const { baseUrl, transportTo, ask, tell, now } = renaming;
	const key = keyOf(renaming);

	const asked = async (): Promise<string | null> => {
		const before = known.get(key);
		if (before && now() - before.askedAt < answerHoldsMs) return await before.asking;
		const asking = ask().catch(() => null);
		known.set(key, { present: before?.present ?? null, askedAt: now(), asking });
		return await asking;
	};

	const remember = (present: string): void => {
		const before = known.get(key);
		if (before?.present === present) return;
		const asking = Promise.resolve(present);
		known.set(key, { present, askedAt: before?.askedAt ?? -Infinity, asking });
		if (present !== baseUrl) tell(present);
	};

	const foundBy = async (
		request: ApiRequest,
		outcome: Outcome,
		tried: string,
	): Promise<string | null> => {
		const location = 'response' in outcome ? outcome.response.headers['location'] : undefined;
		const redirected = redirectedTo(location);
		if (redirected !== null) return redirected;
		const status = statusOf(outcome);
		const wasThere = renaming.isConfirmed || accepted.has(key);
		if (status === 404 && !wasThere) return null;
		const present = await asked();
		if (present === null || present === tried || wasThere || status < 400) return present;
		throw otherAccountError(request, tried, present);
	};

	return async (request: ApiRequest) => {
		const tried = presentAddress(renaming);
		const outcome = await outcomeOf(transportTo(tried)(request));
		const status = statusOf(outcome);
		// The files service has a host of its own: it neither moves with the account nor vouches for it.
		if (request.origin !== undefined) return ended(outcome);
		if (isSuccess(status)) accepted.add(key);
		if (!isOfFormerAddress(status)) return ended(outcome);
		const present = await foundBy(request, outcome, tried);
		if (present === null || present === tried) return ended(outcome);
		remember(present);
		return await transportTo(present)(request);
	};
}

import { isPrivateAddress } from './privateAddress';
import type { BrokenRule, PublicUrlUse } from './rules';

/** What a public address answered. */
export interface PublicUrlAnswer {
	/** IP address that its name resolved to. */
	readonly address: string;
	readonly status: number;
	/** Where a redirect leads, whole; null where there is none. */
	readonly location: string | null;
	/** Node's code or words of what is wrong with the certificate; null when it is trusted. */
	readonly certificateFault: string | null;
	readonly certificateEnds: Date;
}

/** No answer came: Node's code and words of the fault. */
export interface NoAnswer {
	readonly code: string;
	readonly message: string;
}

const wordsOfCertificate: Readonly<Record<string, string>> = {
	CERT_HAS_EXPIRED: 'has a certificate that has ended',
	CERT_NOT_YET_VALID: 'has a certificate that is not valid yet',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that is signed by itself',
	ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate of another name',
	SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate of a private authority',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'has a certificate of an authority that nobody knows',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'sends its certificate without the intermediate one',
};

const wordsOfNetwork: Readonly<Record<string, string>> = {
	EAI_AGAIN: 'has a name that could not be looked up',
	ECONNREFUSED: 'refuses the connection',
	ECONNRESET: 'cuts the connection',
	EHOSTUNREACH: 'has a host that cannot be reached',
	ENETUNREACH: 'has a host that cannot be reached',
	ENOTFOUND: 'has a name that the DNS does not know',
	EPROTO: 'does not speak TLS',
	ETIMEDOUT: 'does not answer in time',
};

/** A certificate that renews itself does so 30 days before: with fewer than this, it has not. */
const leastDays = 14;

export const daysUntil = (end: Date, now: Date): number =>
	Math.floor((end.getTime() - now.getTime()) / 86_400_000);

function certificate(
	{ certificateFault, certificateEnds }: PublicUrlAnswer,
	now: Date,
): BrokenRule[] {
	const rule = 'valid certificate';
	if (certificateFault !== null) {
		const words = wordsOfCertificate[certificateFault];
		return [
			{
				rule,
				state: 'failed',
				text: words ?? `has a certificate that is not accepted (${certificateFault})`,
				fix: "serve the full chain of a certificate for this very name from a public authority, such as Let's Encrypt",
			},
		];
	}
	const days = daysUntil(certificateEnds, now);
	if (days >= leastDays) return [];
	return [
		{
			rule,
			state: 'warning',
			text: `has a certificate that ends in ${days} days`,
			fix: 'look why it was not renewed, and that nginx is reloaded after the renewal',
		},
	];
}

function redirect({ status, location }: PublicUrlAnswer, use: PublicUrlUse): BrokenRule[] {
	if (status < 300 || status >= 400) return [];
	const where = location === null ? 'elsewhere' : `to ${new URL(location).origin}`;
	const found = { rule: 'no redirect', text: `redirects ${where} (HTTP ${status})` };
	if (use === 'webhook') {
		return [
			{
				...found,
				state: 'failed',
				fix: 'give amoCRM the address it leads to: every answer of 300 and more counts as a failed delivery',
			},
		];
	}
	if (use === 'disconnect hook') {
		return [
			{
				...found,
				state: 'warning',
				fix: 'give amoCRM the address it leads to: nothing says that amoCRM follows redirects',
			},
		];
	}
	// A browser follows it, with the code; over plain HTTP everybody on the way could read that.
	if (location?.startsWith('https:')) return [];
	return [{ ...found, state: 'failed', fix: 'redirect to an https:// address' }];
}

function status({ status: code }: PublicUrlAnswer, use: PublicUrlUse): BrokenRule[] {
	const text = `answers HTTP ${code}`;
	if (code >= 500) {
		return [
			{ rule: 'reachable', state: 'failed', text, fix: 'is n8n running, and does nginx reach it?' },
		];
	}
	if (code !== 404) return [];
	return [
		{
			rule: 'reachable',
			state: use === 'redirect URI' ? 'failed' : 'warning',
			text,
			fix: 'check the path, and that the workflow behind it is published',
		},
	];
}

const address = ({ address: ip }: PublicUrlAnswer): BrokenRule[] =>
	isPrivateAddress(ip)
		? [
				{
					rule: 'reachable',
					state: 'warning',
					text: `resolves to ${ip} here, which amoCRM cannot reach`,
					fix: 'fine when only this machine resolves it so; look from outside, too',
				},
			]
		: [];

/** Which rules an address breaks by what it answered; empty when none. */
export const brokenByAnswer = (
	answer: PublicUrlAnswer,
	use: PublicUrlUse,
	now: Date,
): readonly BrokenRule[] => [
	...certificate(answer, now),
	...status(answer, use),
	...redirect(answer, use),
	...address(answer),
];

/** The rule that an address breaks from which no answer came. */
export const brokenBySilence = ({ code, message }: NoAnswer): BrokenRule => ({
	rule: 'reachable',
	state: 'failed',
	text: wordsOfNetwork[code] ?? `cannot be reached: ${message}`,
	fix: 'check the DNS record, the firewall and that nginx listens on port 443',
});

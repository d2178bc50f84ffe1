/** The account as its owner and amoCRM see it. */
export interface Account {
	readonly id: number;
	readonly subdomain: string;
	readonly name: string;
	/** Names it had before, oldest first. */
	readonly former_subdomains: readonly string[];
	/** Clock milliseconds since when nobody has paid; null while it is paid. */
	readonly unpaid_since: number | null;
	/** Addresses and networks (CIDR) that may use the API; null for all. */
	readonly allowed_ips: readonly string[] | null;
}

export const newAccount = (id: number, subdomain: string, name: string): Account => ({
	id,
	subdomain,
	name,
	former_subdomains: [],
	unpaid_since: null,
	allowed_ips: null,
});

/** The account under another subdomain; an address that it had before can become its own again. */
export const renamed = (account: Account, subdomain: string): Account =>
	subdomain === account.subdomain
		? account
		: {
				...account,
				subdomain,
				former_subdomains: [...account.former_subdomains, account.subdomain].filter(
					(former) => former !== subdomain,
				),
			};

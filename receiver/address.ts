/** An address that a server listens on, as a URL. */
export const urlOf = (address: string, port: number): string =>
	`http://${address.includes(':') ? `[${address}]` : address}:${port}`;

const masked = '***';

const secrets: ReadonlyArray<readonly [RegExp, string]> = [
	[/\bBearer\s+[\w.~+/=-]+/gi, `Bearer ${masked}`],
	// JSON web tokens: access tokens and long-lived tokens.
	[/\beyJ[\w-]{8,}(?:\.[\w-]+){0,2}/g, masked],
	// Refresh tokens and authorization codes of amoCRM.
	[/\bdef50200[0-9a-f]{16,}/gi, masked],
	// User and password of an address: fetch and pg put whole addresses into their messages.
	[/(\w:\/\/)[^\s/?#"]*@/g, `$1${masked}@`],
	// In a query string, also one that is itself a value (`destination=https%3A%2F%2F…%3Fkey%3D…`).
	[
		/((?:^|[?&_\s]|%3F|%26)(?:key|secret|token|password|code|signature)(?:=|%3D))(?:(?!%26)[^&\s"'])+/gi,
		`$1${masked}`,
	],
	[/("[\w-]*(?:key|secret|token|password|authorization)"\s*:\s*")[^"]*/gi, `$1${masked}`],
];

/** The text without tokens, passwords and webhook secrets. */
export function redact(text: string): string {
	return secrets.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);
}

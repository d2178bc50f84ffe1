import type { Account } from '../account/account';
import type { User } from '../user';
import type { Integration } from './types';

const escapes: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

const scopeNames: Readonly<Record<string, string>> = {
	crm: 'Data of the account, with the rights of the user',
	files: 'Files',
	files_delete: 'Deletion of files',
	notifications: 'Notification centre',
	push_notifications: 'Push notifications',
};

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<title>${escaped(title)}</title>
		<link rel="icon" href="data:," />
		<link rel="stylesheet" href="/page.css" />
	</head>
	<body>
		<main>
			<h1>${escaped(title)}</h1>
			${body}
		</main>
	</body>
</html>
`;

export interface ConsentAsked {
	readonly account: Account;
	readonly integration: Integration;
	/** Who may agree; the first is chosen. */
	readonly users: readonly User[];
	/** Sent back as they came; not sent at all when undefined. */
	readonly state: string | undefined;
	readonly mode: string | undefined;
}

/** Who is asked for what, with a button to agree and one to refuse. It works without JavaScript. */
export function consentPage({ account, integration, users, state, mode }: ConsentAsked): string {
	const hidden = (name: string, value: string | undefined): string =>
		value === undefined ? '' : `<input type="hidden" name="${name}" value="${escaped(value)}" />`;
	const scopes = integration.scopes.map(
		(scope) =>
			`<li data-scope="${escaped(scope)}">${escaped(scopeNames[scope] ?? scope)} (<code>${escaped(scope)}</code>)</li>`,
	);
	const options = users.map(
		({ id, name, is_admin }) =>
			`<option value="${id}">${escaped(name)}${is_admin ? ', administrator' : ''}</option>`,
	);
	return page(
		`Allow access to ${integration.name}?`,
		`<p>The integration <strong>${escaped(integration.name)}</strong> asks for access to the account
				<strong id="account">${escaped(account.name)}</strong> (${escaped(account.subdomain)}.amocrm.ru, ${account.id}):</p>
			<ul id="scopes">${scopes.join('')}</ul>
			<form method="post" action="/oauth">
				${hidden('client_id', integration.client_id)}${hidden('state', state)}${hidden('mode', mode)}
				<p><label>As <select name="user_id">${options.join('')}</select></label></p>
				<button type="submit" name="decision" value="allow">Allow</button>
				<button type="submit" name="decision" value="deny">Deny</button>
			</form>
			<p>This is the sandbox, not amoCRM: no real account is touched.</p>`,
	);
}

/** For `mode=popup`: the window that opened this one goes on, this one closes. */
export const closingPage = (address: string): string =>
	page(
		'Back to the integration',
		`<p><a href="${escaped(address)}">Continue</a></p>
			<script>
				const address = ${JSON.stringify(address).replaceAll('<', '\\u003c')};
				if (window.opener) {
					window.opener.location.href = address;
					window.close();
				} else {
					window.location.replace(address);
				}
			</script>`,
	);

/** Where there is nothing to agree to. */
export const refusalPage = (title: string, reason: string): string =>
	page(title, `<p role="alert">${escaped(reason)}</p>`);

import {
	getCredentialAllowedDomains,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
} from 'n8n-workflow';

export interface Answer {
	readonly statusCode: number;
	readonly body: unknown;
}

export type Post = (
	url: string,
	headers: Readonly<Record<string, string>>,
	body: string,
) => Promise<Answer>;

const credentialType = 'httpHeaderAuth';

/**
 * How the node posts. The credential is read once: n8n's helper would ask its database for it again with
 * every request. Throws what n8n's helper throws where no answer came.
 */
export async function postWith(
	context: IExecuteFunctions,
	isSigned: boolean,
	timeoutMs: number,
): Promise<Post> {
	const credential = isSigned
		? await context.getCredentials<ICredentialDataDecryptedObject>(credentialType)
		: undefined;
	const allowedDomains =
		credential &&
		getCredentialAllowedDomains({ node: context.getNode(), credentialData: credential });
	const decrypted = credential && {
		credentialsDecrypted: {
			id: '',
			name: '',
			type: credentialType,
			data: credential,
		},
	};
	return async (url, headers, body) => {
		const options: IHttpRequestOptions = {
			method: 'POST',
			url,
			headers: { ...headers },
			body,
			json: true,
			timeout: timeoutMs,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// A redirect would turn the POST into a GET, or lead the credential to another host.
			disableFollowRedirect: true,
			...(allowedDomains === undefined ? {} : { allowedDomains }),
		};
		const answer: unknown = decrypted
			? await context.helpers.httpRequestWithAuthentication.call(
					context,
					credentialType,
					options,
					decrypted,
				)
			: await context.helpers.httpRequest(options);
		return answer as Answer;
	};
}

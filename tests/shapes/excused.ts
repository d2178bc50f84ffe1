/** Recorded bodies that no call to the sandbox can be compared with, and why. */
export const excused: Readonly<Record<string, string>> = {
	_chats_api_error_403: 'Of the Chats API on a host of its own, which the sandbox is not.',
	_chats_api_error_404: 'Of the Chats API on a host of its own, which the sandbox is not.',
	_error_402: 'The account of the sandbox is always paid; only a fault with this body shows it.',
	_error_403_scope: 'The sandbox does not limit tokens to scopes; only a fault shows it.',
	_error_500: 'The sandbox answers so to a defect of its own, which no call may reach.',
	_oauth_widget_onetime_jwt_payload:
		'The browser of a user signs for a widget with it; there is no page with widgets here.',
	digital_pipeline__widget_hook: 'amoCRM sends it to the server of a widget: no call answers so.',
	oauth__external_secrets_webhook:
		'amoCRM sends it to the site of the Connect button: no call answers so.',
	salesbot__widget_request_body: 'A bot sends it to the server of a widget: no call answers so.',
};

import type { TelegramBot } from './credentials';
import type { Environment } from './environment';

/** Null when neither is set. Throws when only one of the two is. */
export function telegramBot(env: Environment): TelegramBot | null {
	const { AMOCRM_TELEGRAM_TOKEN: token, AMOCRM_TELEGRAM_CHAT_ID: chatId } = env;
	if (!token && !chatId) return null;
	if (!token || !chatId) {
		throw new Error(
			'For alarms in Telegram set both AMOCRM_TELEGRAM_TOKEN and AMOCRM_TELEGRAM_CHAT_ID, or neither of them.',
		);
	}
	return {
		token,
		chatId,
		baseUrl: (env['AMOCRM_TELEGRAM_URL'] || 'https://api.telegram.org').replace(/\/+$/, ''),
	};
}

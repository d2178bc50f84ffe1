import type { Problem } from '../problem';

const type = 'https://developers.amocrm.ru/v3/errors/OAuthProblemJson';

/** Title and detail are in the account's language, the hint is always English. */
export const oauthProblem = (status: 400 | 401, hint: string): Problem => ({
	problem: true,
	status,
	body: {
		hint,
		title: 'Некорректный запрос',
		type,
		status,
		detail: 'В запросе отсутствует ряд параметров или параметры невалидны',
	},
});

export const invalidClient: Problem = {
	problem: true,
	status: 401,
	body: {
		title: 'Некорректный клиент',
		type,
		status: 401,
		detail: 'Авторизация клиента не прошла',
	},
};

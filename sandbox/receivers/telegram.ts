import { Router } from 'express';
import { bodyText } from '../jsonBody';
import { parseQuery } from '../query';

export interface TelegramCall {
	readonly seq: number;
	readonly at: number;
	readonly method: string;
	readonly body: unknown;
}

export interface Telegram {
	readonly router: Router;
	calls(): readonly TelegramCall[];
	clear(): void;
}

const parse = (text: string): unknown => {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return { ...parseQuery(text) };
	}
};

/** A bot API that delivers nothing: it remembers the call and answers as Telegram would. */
export function createTelegram(): Telegram {
	let calls: TelegramCall[] = [];
	let lastSeq = 0;
	const router = Router();
	router.all('/bot:token/:method', (request, response) => {
		const { method } = request.params;
		const query = parseQuery(request.originalUrl.split('?')[1]);
		const body = { ...query, ...(parse(bodyText(request)) as object) };
		if (method === 'getMe') {
			const result = { id: 1, is_bot: true, first_name: 'Sandbox', username: 'sandbox_bot' };
			response.json({ ok: true, result });
			return;
		}
		const { chat_id, text } = body as { chat_id?: unknown; text?: unknown };
		const lacks =
			chat_id === undefined ? 'chat_id' : method === 'sendMessage' && !text ? 'text' : '';
		if (lacks !== '') {
			const description =
				lacks === 'text' ? 'Bad Request: message text is empty' : 'Bad Request: chat_id is empty';
			response.status(400).json({ ok: false, error_code: 400, description });
			return;
		}
		lastSeq += 1;
		calls = [...calls, { seq: lastSeq, at: Date.now(), method, body }];
		response.json({
			ok: true,
			result: {
				message_id: lastSeq,
				from: { id: 1, is_bot: true, first_name: 'Sandbox', username: 'sandbox_bot' },
				chat: { id: Number(chat_id), type: 'private' },
				date: Math.floor(Date.now() / 1000),
				...(text === undefined ? {} : { text }),
			},
		});
	});
	return { router, calls: () => calls, clear: () => void (calls = []) };
}

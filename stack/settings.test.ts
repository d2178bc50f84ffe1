import { join } from 'node:path';
import { repositoryRoot } from './paths';
import { Refusal } from './refusal';
import { readSettings } from './settings';

it('keeps everything in .data of the repository unless told otherwise', () => {
	const settings = readSettings([], {});
	expect(settings).toMatchObject({
		dataDir: join(repositoryRoot, '.data'),
		n8nPort: 5678,
		account: null,
	});
});

it('takes the command line before the environment', () => {
	const settings = readSettings(['--n8n-port', '5700'], {
		AMOCRM_N8N_PORT: '5800',
		AMOCRM_SANDBOX_PORT: '8100',
	});
	expect(settings).toMatchObject({ n8nPort: 5700, sandboxPort: 8100 });
});

it('treats an empty line of .env as not set', () => {
	expect(readSettings([], { AMOCRM_N8N_PORT: '', AMOCRM_DATA_DIR: '' }).n8nPort).toBe(5678);
});

it.each([['70000'], ['abc'], ['0'], ['5.5']])('refuses %s as a port in one sentence', (text) => {
	expect(() => readSettings([], { AMOCRM_N8N_PORT: text })).toThrow(Refusal);
	expect(() => readSettings([], { AMOCRM_N8N_PORT: text })).toThrow(/AMOCRM_N8N_PORT is/);
});

it('names an option that does not exist', () => {
	expect(() => readSettings(['--porst', '1'], {})).toThrow(/--porst/);
});

it('talks to a real account only when both halves of its address are given', () => {
	const account = { AMOCRM_SUBDOMAIN: 'example', AMOCRM_ACCESS_TOKEN: 'token' };
	expect(readSettings([], account).account).toEqual({
		subdomain: 'example',
		domain: 'amocrm.ru',
		accessToken: 'token',
	});
	expect(() => readSettings([], { AMOCRM_SUBDOMAIN: 'example' })).toThrow(/both/);
});

it('sends alarms to Telegram only when both the bot and the chat are given', () => {
	const bot = { AMOCRM_TELEGRAM_TOKEN: '1:token', AMOCRM_TELEGRAM_CHAT_ID: '-100' };
	expect(readSettings([], bot).telegram).toEqual({
		token: '1:token',
		chatId: '-100',
		baseUrl: 'https://api.telegram.org',
	});
	const proxied = readSettings([], { ...bot, AMOCRM_TELEGRAM_URL: 'https://proxy.example.ru/tg/' });
	expect(proxied.telegram?.baseUrl).toBe('https://proxy.example.ru/tg');
	expect(readSettings([], {}).telegram).toBeNull();
	for (const name of Object.keys(bot)) {
		expect(() => readSettings([], { ...bot, [name]: '' })).toThrow(/AMOCRM_TELEGRAM_TOKEN/);
	}
});

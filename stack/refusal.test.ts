import { explain, Refusal } from './refusal';

const systemError = (code: string, path: string) =>
	Object.assign(new Error(`${code}: something`), { code, path });

it('turns a full disk into a sentence that names the place', () => {
	expect(explain(systemError('ENOSPC', '/data/n8n.log'))).toBe(
		'The disk of /data/n8n.log is full: free some space and start again.',
	);
});

it('turns a missing right into a sentence that names the setting', () => {
	expect(explain(systemError('EACCES', '/data'))).toContain('AMOCRM_DATA_DIR');
});

it('passes a refusal on as it is, without a stack trace', () => {
	expect(explain(new Refusal('One sentence.'))).toBe('One sentence.');
});

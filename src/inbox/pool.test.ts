import { connectionSettings, createPool } from './pool';

const credential = { host: 'db.example', port: 5433, database: 'crm', user: 'n8n', password: 'p' };

test.each([
	[{ ssl: 'disable' as const }, false],
	[{}, false],
	[{ ssl: 'allow' as const }, true],
	[{ ssl: 'require' as const }, true],
	[{ allowUnauthorizedCerts: true, ssl: 'disable' as const }, { rejectUnauthorized: false }],
])('the credential %j means ssl %j, as in the Postgres nodes', (extra, ssl) => {
	expect(connectionSettings({ ...credential, ...extra })).toMatchObject({ ...credential, ssl });
});

test('a credential with an SSH tunnel is refused with the reason', () => {
	expect(() => connectionSettings({ ...credential, sshTunnel: true })).toThrow(/SSH tunnel/);
});

test('a hundred connections of the credential are not taken', async () => {
	const pool = createPool({ ...credential, maxConnections: 100 });
	expect(pool.options.max).toBe(10);
	await pool.end();
});

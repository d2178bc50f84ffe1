import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StackSecrets {
	readonly postgresPassword: string;
	/** Of the role n8n works with: it writes through functions only. */
	readonly n8nDatabasePassword: string;
	/** Of the role that only reads. */
	readonly analystPassword: string;
	/** n8n encrypts credentials with it: losing it loses them. */
	readonly n8nEncryptionKey: string;
	readonly ownerPassword: string;
	/** The long-lived token that the sandbox accepts. */
	readonly sandboxToken: string;
}

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** Made once per data folder and kept there, readable by the owner only. */
export function loadSecrets(dataDir: string): StackSecrets {
	const path = join(dataDir, 'secrets.json');
	const kept = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
	const secrets: StackSecrets = {
		postgresPassword: random(18),
		n8nDatabasePassword: random(18),
		analystPassword: random(18),
		n8nEncryptionKey: random(24),
		// n8n asks for 8 to 64 characters with a capital letter and a digit.
		ownerPassword: `Amo${random(12)}7`,
		sandboxToken: random(48),
		...(kept as Partial<StackSecrets>),
	};
	writeFileSync(path, JSON.stringify(secrets, null, '\t'), { mode: 0o600 });
	return secrets;
}

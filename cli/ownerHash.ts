import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Io } from './io';
import { n8nBinary } from './n8nBinary';

interface Bcrypt {
	hashSync(password: string, salt: string): string;
	encodeBase64(bytes: readonly number[], length: number): string;
}

const rounds = 10;
const saltBytes = 16;
const shortestPassword = 8;

/**
 * The bcrypt hash that n8n takes as N8N_INSTANCE_OWNER_PASSWORD_HASH. The salt comes from the
 * encryption key instead of from chance: n8n signs everybody out when the hash changes, and this is
 * made at every start.
 */
export function ownerHash(env: Io['env']): string {
	const { N8N_OWNER_PASSWORD: password = '', N8N_ENCRYPTION_KEY: key = '' } = env;
	if (password.length < shortestPassword) {
		throw new Error(`N8N_OWNER_PASSWORD needs at least ${shortestPassword} characters.`);
	}
	if (key === '') throw new Error('Set N8N_ENCRYPTION_KEY.');
	const bcrypt = createRequire(n8nBinary(env))('bcryptjs') as Bcrypt;
	const bytes = createHash('sha256').update(`owner password salt ${key}`).digest();
	const salt = bcrypt.encodeBase64([...bytes.subarray(0, saltBytes)], saltBytes);
	return bcrypt.hashSync(password, `$2b$${rounds}$${salt}`);
}

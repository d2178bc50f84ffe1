import { readSqlFiles } from '../../src/inbox/sqlFiles';
import released from './migrations.json';

/**
 * Every database remembers the hash of each migration it ran and refuses an edited one. A new
 * migration is pinned by `npm run generate`, which never changes a pin.
 */
it('has every migration as it was released', () => {
	const current = Object.fromEntries(
		readSqlFiles().migrations.map(({ name, hash }) => [name, hash]),
	);
	expect(current).toEqual(released);
});

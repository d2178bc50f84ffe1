import { useTestDatabase } from '../support/database';
import { eventually } from '../support/eventually';

const database = useTestDatabase({ emptied: false });

test('a connection that breaks between being taken and its first statement ends no process', async () => {
	const client = await database.pool.connect();
	const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
	const broken = new Promise((resolve) => client.once('end', resolve));
	// Without a listener of the pool's own, the 'error' of this connection is an uncaught exception.
	await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
	await broken;
	await expect(client.query('select 1')).rejects.toThrow(/not queryable|terminat/);
	client.release(true);
	const { rows: again } = await eventually('the pool works', () =>
		database.pool.query<{ n: number }>('select 1 as n'),
	);
	expect(again).toEqual([{ n: 1 }]);
});

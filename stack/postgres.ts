import { Client } from 'pg';
import { preparePostgresFiles } from './postgresFiles';
import { initialiseData } from './postgresInit';
import { clearStaleLock, launchPostmaster, type Postmaster } from './postgresProcess';
import { Refusal } from './refusal';

export interface PostgresOptions {
	/** Made if missing. As root the data may lie below /var/lib instead; `location.txt` in here says so. */
	readonly dataDir: string;
	readonly port: number;
	readonly password: string;
	/** The superuser, `postgres` by default; fixed when the data folder is made. */
	readonly user?: string;
	/** Server settings beside ours, e.g. `{ fsync: 'off' }` in tests. */
	readonly settings?: Readonly<Record<string, string>>;
	/** Variables for the server process, e.g. `{ LD_PRELOAD: … }` in tests. */
	readonly environment?: Readonly<Record<string, string>>;
	readonly onLog?: (line: string) => void;
}

export interface PostgresServer {
	readonly host: '127.0.0.1';
	readonly port: number;
	readonly user: string;
	readonly password: string;
	readonly pid: number;
	url(database: string): string;
	/** Makes it if missing. No statement in it takes longer than `longestStatement`, e.g. `5min`, if that is given. */
	createDatabase(name: string, longestStatement?: string): Promise<void>;
	/** Ends all connections and stops in order. */
	stop(): Promise<void>;
	/** SIGKILL of the server process, as a power cut would; `startPostgres` recovers the data. */
	kill(): Promise<void>;
}

const serverSettings = {
	listen_addresses: '127.0.0.1',
	log_timezone: 'UTC',
	max_connections: '200',
	timezone: 'UTC',
	unix_socket_directories: '',
};
const stopTimeoutMs = 30_000;

async function stopInOrder({ child, ended }: Postmaster): Promise<void> {
	child.kill('SIGINT');
	const hurry = setTimeout(() => child.kill('SIGQUIT'), stopTimeoutMs);
	await ended;
	clearTimeout(hurry);
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
	const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
	client.on('error', () => undefined);
	await client.connect();
	try {
		return await use(client);
	} finally {
		await client.end();
	}
}

const codeOf = (error: unknown): string | undefined => (error as { code?: string }).code;

/**
 * Starts the PostgreSQL that npm installed, on 127.0.0.1 only. The package's own class is not used:
 * it is ESM only, and its exit hook would stop PostgreSQL before n8n. Throws a `Refusal` with one
 * sentence: taken port, full disk, data of another version, a second start on the same folder.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
	const { dataDir, port, password, user = 'postgres', onLog = () => undefined } = options;
	const { environment = {} } = options;
	const files = preparePostgresFiles(dataDir);
	clearStaleLock(files.data);
	await initialiseData(files, user, password);
	const settings = { ...serverSettings, ...options.settings };
	const postmaster = await launchPostmaster(files, { port, settings, environment }, onLog);
	const { child, ended } = postmaster;

	// Without this a process that ends by an exception leaves PostgreSQL behind, holding the port.
	const stopAtExit = () => child.kill('SIGINT');
	process.once('exit', stopAtExit);
	void ended.then(() => process.removeListener('exit', stopAtExit));

	const url = (database: string): string =>
		`postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

	try {
		await withClient(url('postgres'), (client) => client.query('select 1'));
	} catch (error) {
		await stopInOrder(postmaster);
		if (codeOf(error) !== '28P01') throw error;
		throw new Refusal(
			`The password for PostgreSQL's user "${user}" is not the one that ${files.data} was made with: restore it, or choose another data folder.`,
		);
	}

	return {
		host: '127.0.0.1',
		port,
		user,
		password,
		pid: child.pid ?? 0,
		url,
		async createDatabase(name, longestStatement) {
			await withClient(url('postgres'), async (client) => {
				const database = client.escapeIdentifier(name);
				const { rowCount } = await client.query('select from pg_database where datname = $1', [
					name,
				]);
				try {
					if (!rowCount) await client.query(`create database ${database}`);
				} catch (error) {
					// Two at once: the loser is told of the name (42P04) or of the catalogue's index (23505).
					if (!['42P04', '23505'].includes(codeOf(error) ?? '')) throw error;
				}
				if (!longestStatement) return;
				const limit = client.escapeLiteral(longestStatement);
				await client.query(`alter database ${database} set statement_timeout to ${limit}`);
			});
		},
		async stop() {
			if (child.exitCode !== null || child.signalCode !== null) return;
			await stopInOrder(postmaster);
		},
		async kill() {
			child.kill('SIGKILL');
			// Not 'close': the connections' processes hold the error output until they notice the death.
			if (child.exitCode === null && child.signalCode === null) {
				await new Promise((resolve) => child.once('exit', resolve));
			}
		},
	};
}

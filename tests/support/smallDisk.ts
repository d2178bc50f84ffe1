import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
	readonly folder: string;
	/** Takes all the space that is left. */
	fill(): void;
	/** Gives back what `fill` took. */
	free(): void;
	unmount(): void;
}

/** A file system of its own in memory that can be full; needs root. */
export function mountSmallDisk(megabytes: number): SmallDisk {
	const folder = mkdtempSync(join(tmpdir(), 'amocrm-small-disk-'));
	const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder];
	const { status, stderr, error } = spawnSync('mount', options, { encoding: 'utf8' });
	if (status !== 0) {
		rmdirSync(folder);
		throw new Error(`mount: ${error?.message ?? stderr.trim()}`);
	}
	chmodSync(folder, 0o711);
	const ballast = join(folder, 'ballast');
	return {
		folder,
		fill() {
			try {
				writeFileSync(ballast, Buffer.alloc(megabytes * 1024 * 1024));
			} catch (problem) {
				// What fitted in stays written: that is the point.
				if ((problem as NodeJS.ErrnoException).code !== 'ENOSPC') throw problem;
			}
		},
		free: () => rmSync(ballast, { force: true }),
		unmount() {
			spawnSync('umount', [folder]);
			rmdirSync(folder);
		},
	};
}

/** Why no file system can be mounted here; null: it can. */
export function mountProblem(): string | null {
	try {
		mountSmallDisk(1).unmount();
		return null;
	} catch (problem) {
		return problem instanceof Error ? problem.message : String(problem);
	}
}

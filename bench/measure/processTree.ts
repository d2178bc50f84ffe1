import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessStat {
	readonly pid: number;
	readonly parent: number;
	/** Ticks of the process itself and of its children that have ended. */
	readonly ticks: number;
}

/** USER_HZ, which the kernel fixes at 100 for /proc on every platform Node.js runs on. */
const millisecondsPerTick = 10;

/** A line of /proc/<pid>/stat. The program's name may hold blanks and brackets, so it is cut off first. */
export function parseStat(line: string): ProcessStat {
	const rest = line.slice(line.lastIndexOf(')') + 2).split(' ');
	const ticks = rest.slice(11, 15).reduce((sum, text) => sum + Number(text), 0);
	return { pid: Number.parseInt(line, 10), parent: Number(rest[1]), ticks };
}

function allProcesses(): readonly ProcessStat[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => {
			try {
				return [parseStat(readFileSync(`/proc/${name}/stat`, 'utf8'))];
			} catch {
				return []; // ended between the two looks
			}
		});
}

/** The process and everything below it. */
export function treeOf(root: number, all: readonly ProcessStat[]): readonly ProcessStat[] {
	const own = all.filter(({ pid }) => pid === root);
	const below = all.filter(({ parent }) => parent === root);
	return [...own, ...below.flatMap(({ pid }) => treeOf(pid, all))];
}

/** CPU time that the process tree has used since it started, in milliseconds. */
export function cpuMilliseconds(root: number): number {
	const ticks = treeOf(root, allProcesses()).reduce((sum, p) => sum + p.ticks, 0);
	return ticks * millisecondsPerTick;
}

/** The most memory the process ever had resident (VmHWM), in MB; its children are not included. */
export function peakMegabytes(pid: number): number {
	const [, kilobytes] =
		/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Math.round(Number(kilobytes) / 1024);
}

/** The same of the process and everything below it, added up: an upper bound, for their peaks may differ in time. */
export const peakMegabytesOfTree = (root: number): number =>
	treeOf(root, allProcesses()).reduce((sum, { pid }) => sum + peakMegabytes(pid), 0);

import { branch, list, text, type Query } from '../query';
import type { DriveFile } from './driveFile';

type Test = (file: DriveFile) => boolean;

const among = (values: readonly string[], of: (file: DriveFile) => string): Test =>
	values.length === 0 ? () => true : (file) => values.includes(of(file));

const within = (bounds: Query | undefined, unit: number, of: (file: DriveFile) => number): Test => {
	const from = Number(text(bounds?.['from']) || -Infinity) * unit;
	const to = Number(text(bounds?.['to']) || Infinity) * unit;
	return (file) => of(file) >= from && of(file) <= to;
};

/** What `filter[…]` leaves of the files, the newest first; the trash only where it is asked for. */
export function foundFiles(files: Iterable<DriveFile>, query: Query): readonly DriveFile[] {
	const filter = branch(query['filter']) ?? {};
	const [size, date] = [branch(filter['size']), branch(filter['date'])];
	const moment = text(date?.['type']) === 'updated_at' ? 'updated_at' : 'created_at';
	const uuids = list(filter['uuid']).flatMap((value) => value.split(','));
	const term = (text(filter['term']) ?? '').toLowerCase();
	const wantsTrash = (text(filter['deleted']) ?? '0') !== '0';
	const tests: readonly Test[] = [
		({ deleted_at }) => (deleted_at !== null) === wantsTrash,
		among(uuids, ({ uuid }) => uuid),
		among(list(filter['name']), ({ name }) => name),
		among(list(filter['extensions']), ({ extension }) => extension),
		among(list(filter['created_by']), ({ created_by }) => String(created_by)),
		among(list(filter['updated_by']), ({ updated_by }) => String(updated_by)),
		within(size, Number(text(size?.['unit']) ?? 1), (file) => file.size),
		within(date, 1, (file) => file[moment]),
		({ name }) => name.toLowerCase().includes(term),
	];
	return [...files]
		.filter((file) => tests.every((test) => test(file)))
		.sort((a, b) => b.created_at - a.created_at);
}

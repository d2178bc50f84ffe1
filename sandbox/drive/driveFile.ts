import { randomUUID } from 'node:crypto';
import type { EntityKind } from '../entities';

/** A file of the account; times are unix seconds. */
export interface DriveFile {
	readonly uuid: string;
	readonly version_uuid: string;
	readonly has_multiple_versions: boolean;
	/** Without the extension. */
	readonly name: string;
	readonly extension: string;
	readonly mime_type: string;
	/** Base64: the state file is JSON. */
	readonly content: string;
	readonly size: number;
	readonly session_id: number;
	readonly created_by: number;
	readonly updated_by: number;
	readonly created_at: number;
	readonly updated_at: number;
	/** Null outside the trash. */
	readonly deleted_at: number | null;
	readonly deleted_by: number | null;
}

/** A file on the card of an entity. */
export interface FileLink {
	readonly id: number;
	readonly entity_kind: EntityKind;
	readonly entity_id: number;
	readonly file_uuid: string;
}

export interface NewFile {
	readonly fileName: string;
	readonly contentType: string;
	readonly content: Buffer;
	readonly sessionId: number;
	readonly by: number;
	/** Unix seconds. */
	readonly at: number;
}

export function newDriveFile(given: NewFile, before?: DriveFile): DriveFile {
	const [, name = given.fileName, extension = ''] = /^(.+)\.([^.]+)$/.exec(given.fileName) ?? [];
	return {
		uuid: before?.uuid ?? randomUUID(),
		version_uuid: randomUUID(),
		has_multiple_versions: before !== undefined,
		name,
		extension,
		mime_type: given.contentType,
		content: given.content.toString('base64'),
		size: given.content.length,
		session_id: given.sessionId,
		created_by: before?.created_by ?? given.by,
		updated_by: given.by,
		created_at: before?.created_at ?? given.at,
		updated_at: given.at,
		deleted_at: null,
		deleted_by: null,
	};
}

const typeOf = (mimeType: string): string => {
	const [kind = ''] = mimeType.split('/');
	return ['image', 'video', 'audio'].includes(kind) ? kind : 'file';
};

const user = (id: number | null) => (id === null ? null : { type: 'internal', id });

const sanitizedName = ({ name }: DriveFile): string =>
	name.trim().replace(/[^\p{L}\p{N}.]+/gu, '-');

/** The addresses of the bytes. */
function downloads(drive: string, accountUuid: string, file: DriveFile) {
	const sanitized = sanitizedName(file);
	const address = file.extension === '' ? sanitized : `${sanitized}.${file.extension}`;
	const base = `${drive}/download/${accountUuid}/${file.uuid}`;
	return {
		newest: `${base}/${encodeURIComponent(address)}`,
		version: `${base}/${file.version_uuid}/${encodeURIComponent(address)}`,
	};
}

/** What a file and each of its versions tell alike. */
const described = (file: DriveFile) => ({
	created_at: file.created_at,
	created_by: user(file.created_by),
	metadata: { extension: file.extension, mime_type: file.mime_type },
	name: file.name,
	previews: null,
	sanitized_name: sanitizedName(file),
	size: file.size,
	source_id: null,
	type: typeOf(file.mime_type),
	updated_at: file.updated_at,
	updated_by: user(file.updated_by),
});

/** As lists of files give it; `drive` is the origin of the files service. */
export function driveFileModel(drive: string, accountUuid: string, file: DriveFile): object {
	const download = downloads(drive, accountUuid, file);
	return {
		...described(file),
		_links: {
			download: { href: download.newest },
			download_version: { href: download.version },
			self: { href: `${drive}/v1.0/files/${file.uuid}` },
		},
		deleted_at: file.deleted_at,
		deleted_by: user(file.deleted_by),
		has_multiple_versions: file.has_multiple_versions,
		is_trashed: file.deleted_at !== null,
		uuid: file.uuid,
		version_uuid: file.version_uuid,
	};
}

/** The newest version of a file, which is the only one that the sandbox keeps. */
export const fileVersionModel = (drive: string, accountUuid: string, file: DriveFile): object => ({
	...described(file),
	_links: {
		download: { href: downloads(drive, accountUuid, file).version },
		self: { href: `${drive}/v1.0/files/${file.uuid}/versions/${file.version_uuid}` },
	},
	file_uuid: file.uuid,
	is_main: true,
	uuid: file.version_uuid,
});

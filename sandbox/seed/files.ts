import { newDriveFile, type DriveFile } from '../drive/driveFile';
import { personUserId } from './users';

const uploadedAt = 1_748_260_000;

const seeded = (
	uuid: string,
	fileName: string,
	contentType: string,
	content: string,
): readonly [string, DriveFile] => {
	const given = { fileName, contentType, content: Buffer.from(content), by: personUserId };
	const file = newDriveFile({ ...given, sessionId: 26_136_001, at: uploadedAt });
	return [uuid, { ...file, uuid, version_uuid: uuid.replace(/^.{8}/, '43de3be7') }];
};

/** Two files that a person uploaded. */
export const seedFiles = (): Map<string, DriveFile> =>
	new Map([
		seeded('367b9f38-5f01-4cea-947e-dfab47aea522', 'Договор.txt', 'text/plain', 'Договор №1\n'),
		seeded('9403badc-5690-4c7d-a999-be09f8c57566', 'prices.csv', 'text/csv', 'name;price\nA;1\n'),
	]);

import { operation, resource } from '../define';
import type { Param } from '../param';
import {
	boolean,
	dateTime,
	idList,
	list,
	number,
	options,
	placed,
	required,
	text,
} from '../params';
import { batchActs, downloads, one, pages, uploads } from '../runs';

/** amoCRM publishes no limit for lists of files; its own lists take at least as many. */
const mostAtOnce = 50;

const uuid = required(
	text('File UUID', 'UUID of the file', 'e.g. 367b9f38-5f01-4cea-947e-dfab47aea522'),
);

/** Read by the node, never sent. */
const binaryField = (label: string, doc: string): Param =>
	placed(
		{
			...required(text(label, doc)),
			property: { type: 'string', default: 'data', required: true },
		},
		() => ({}),
	);

const filtered = (param: Param, group: string, name: string): Param =>
	placed(param, (value) => ({ [group]: { [name]: value } }));

export const file = resource({
	name: 'file',
	label: 'File',
	doc: 'The files of the account; the integration needs the scope for files',
	operations: {
		delete: operation({
			route: 'DELETE {driveUrl}/v1.0/files',
			label: 'Delete',
			action: 'Delete a file',
			doc: 'Move the file of each item to the trash, many with one request; needs the scope to delete files',
			run: batchActs(mostAtOnce),
			params: { uuid },
		}),
		download: operation({
			route: 'GET {driveUrl}/v1.0/files/{uuid}',
			label: 'Download',
			action: 'Download a file',
			doc: 'Get the bytes of a file as binary data',
			run: downloads,
			params: {
				uuid,
				binaryPropertyName: binaryField(
					'Put Output File in Field',
					'Name of the binary field of the output item that takes the file',
				),
			},
		}),
		get: operation({
			route: 'GET {driveUrl}/v1.0/files/{uuid}',
			label: 'Get',
			action: 'Get a file',
			doc: 'Get what is known of one file, without its bytes',
			run: one,
			params: { uuid },
		}),
		getAll: operation({
			route: 'GET {driveUrl}/v1.0/files',
			label: 'Get Many',
			action: 'Get many files',
			doc: 'Get the files of the account; new ones may show with a delay',
			run: pages('files', mostAtOnce),
			params: {},
			filters: {
				createdBy: idList(
					'Created By User IDs',
					'Only files that these users uploaded; 0 is the robot',
				),
				dateFrom: filtered(dateTime('After', 'Only files from this time on'), 'date', 'from'),
				dateTo: filtered(dateTime('Before', 'Only files up to this time'), 'date', 'to'),
				dateType: filtered(
					options(
						'Time Is Of',
						'What After and Before are about',
						[
							{ name: 'Creation', value: 'created_at' },
							{ name: 'Last Change', value: 'updated_at' },
						],
						'created_at',
					),
					'date',
					'type',
				),
				deleted: boolean('Deleted Ones', 'Whether to get the files in the trash'),
				extensions: list('Extensions', 'Only files of these types', 'e.g. jpg, png'),
				name: text('Name', 'Only files of this name'),
				sizeFrom: filtered(
					number('Size From', 'Only files of at least so many bytes'),
					'size',
					'from',
				),
				sizeTo: filtered(number('Size To', 'Only files of at most so many bytes'), 'size', 'to'),
				term: text('Search', 'Part of the name of the file or of an entity that has it'),
				updatedBy: idList('Updated By User IDs', 'Only files that these users changed last'),
				uuid: placed(list('UUIDs', 'Only these files', 'e.g. 367b9f38-…, 9403badc-…'), (uuids) => ({
					uuid: (uuids as readonly string[]).join(','),
				})),
			},
		}),
		restore: operation({
			route: 'POST {driveUrl}/v1.0/files/restore',
			label: 'Restore',
			action: 'Restore a file',
			doc: 'Take the file of each item out of the trash, many with one request',
			run: batchActs(mostAtOnce),
			params: { uuid },
		}),
		update: operation({
			route: 'PATCH {driveUrl}/v1.0/files/{uuid}',
			label: 'Update',
			action: 'Update a file',
			doc: 'Rename a file, or make another of its versions the current one',
			run: one,
			params: { uuid },
			fields: {
				name: text('Name', 'New name, without the extension'),
				versionUuid: text('Version UUID', 'UUID of the version that becomes the current one'),
			},
		}),
		upload: operation({
			route: 'POST {driveUrl}/v1.0/sessions',
			label: 'Upload',
			action: 'Upload a file',
			doc: 'Make a file of the binary data of each item, up to 300 MB; nothing is attached to a card by that',
			run: uploads,
			params: {
				binaryPropertyName: binaryField(
					'Input Data Field Name',
					'Name of the binary field of the input item that holds the file',
				),
			},
			fields: {
				fileName: text('File Name', 'Name with extension, instead of that of the binary data'),
				fileUuid: text('New Version of File UUID', 'UUID of a file that gets a new version'),
				withPreview: boolean('With Preview', 'Whether amoCRM makes previews of a picture'),
			},
		}),
	},
});

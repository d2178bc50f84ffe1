import type { Pipeline, Status } from '../pipeline';
import type { Linker } from './entity';

/** `2025-01-31 12:00:00`, unlike every other time of API v4. */
const dateTime = (unix: number): string =>
	new Date(unix * 1000).toISOString().slice(0, 19).replace('T', ' ');

export function statusModel(
	account_id: number,
	{ descriptions = [], ...status }: Status,
	link: Linker,
	isWithDescriptions: boolean,
): object {
	const { id, pipeline_id } = status;
	return {
		...status,
		account_id,
		_links: link(`leads/pipelines/${pipeline_id}/statuses/${id}`),
		...(isWithDescriptions
			? {
					descriptions: descriptions.map((one) => ({
						...one,
						account_id,
						pipeline_id,
						status_id: id,
						created_at: dateTime(one.created_at),
						updated_at: dateTime(one.updated_at),
					})),
				}
			: {}),
	};
}

type Shown = Omit<Pipeline, 'is_archive'>;

/** Without incoming leads the stage for them is not shown. */
export const shownStatuses = ({ is_unsorted_on, statuses }: Shown): readonly Status[] =>
	statuses.filter(({ type }) => is_unsorted_on || type === 0);

export function pipelineModel(account_id: number, pipeline: Shown, link: Linker): object {
	const { statuses: _statuses, ...own } = pipeline;
	return {
		...own,
		account_id,
		_links: link(`leads/pipelines/${pipeline.id}`),
		_embedded: {
			statuses: shownStatuses(pipeline).map((one) => statusModel(account_id, one, link, false)),
		},
	};
}

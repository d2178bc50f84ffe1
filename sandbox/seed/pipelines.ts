import type { LossReason, Pipeline, Status } from '../pipeline';

export const won = 142;
export const lost = 143;

/** What every pipeline has; the stage of incoming leads has an id of its own. */
export const systemStatuses = (
	pipeline_id: number,
	unsortedId: number,
): Record<'first' | 'won' | 'lost', Status> => ({
	first: {
		id: unsortedId,
		name: 'Неразобранное',
		sort: 10,
		is_editable: false,
		pipeline_id,
		color: '#c1c1c1',
		type: 1,
	},
	won: {
		id: won,
		name: 'Успешно реализовано',
		sort: 10_000,
		is_editable: false,
		pipeline_id,
		color: '#CCFF66',
		type: 0,
	},
	lost: {
		id: lost,
		name: 'Закрыто и не реализовано',
		sort: 11_000,
		is_editable: false,
		pipeline_id,
		color: '#D5D8DB',
		type: 0,
	},
});

const colours = ['#99ccff', '#ffff99', '#ffcc66', '#87f2c0'];

function pipeline(
	id: number,
	name: string,
	sort: number,
	firstId: number,
	names: readonly string[],
) {
	const { first, won: wonStatus, lost: lostStatus } = systemStatuses(id, firstId);
	const own = names.map(
		(statusName, i): Status => ({
			id: firstId + 4 * (i + 1),
			name: statusName,
			sort: 20 + 10 * i,
			is_editable: true,
			pipeline_id: id,
			color: colours[i % colours.length] ?? '#99ccff',
			type: 0,
		}),
	);
	const built: Pipeline = {
		id,
		name,
		sort,
		is_main: sort === 1,
		is_unsorted_on: true,
		is_archive: false,
		statuses: [first, ...own, wonStatus, lostStatus],
	};
	return built;
}

export const pipelines: readonly Pipeline[] = [
	pipeline(8_205_830, 'Воронка', 1, 67_035_550, [
		'Первичный контакт',
		'Переговоры',
		'Принимают решение',
		'Согласование договора',
	]),
	pipeline(8_572_511, 'Сервис', 2, 67_548_607, ['Заявка', 'Диагностика', 'Ремонт']),
];

export const lossReasons: readonly LossReason[] = [
	{
		id: 4_203_748,
		name: 'Пропала потребность',
		sort: 100_000,
		created_at: 1_700_000_000,
		updated_at: 1_700_000_000,
	},
	{
		id: 4_203_750,
		name: 'Слишком дорого',
		sort: 200_000,
		created_at: 1_700_000_000,
		updated_at: 1_700_000_000,
	},
];

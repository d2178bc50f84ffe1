import { drawn, type Draw } from './drawn';
import { headline, type HeadlineRow } from './headline';
import { headlineBlock } from './headlineBlock';
import { markup, raw, type Html } from './html';
import type { Problem, Report, Rows } from './readReport';
import type { Scope } from './scope';
import type { Context, Section } from './section';
import { style } from './style';
import { foldedTable } from './table';
import type { Texts, Words } from './words';

const problemTexts: Readonly<Record<Problem, Texts>> = {
	missing: {
		ru: 'Данных нет: в базе нет представления {view} или оно от другой версии. Его создаст «amocrm-pipeline migrate».',
		en: 'No data: the database has no view {view}, or one of another version. “amocrm-pipeline migrate” makes it.',
	},
	denied: {
		ru: 'Данных нет: у этого пользователя базы нет права читать {view}. Право даст «amocrm-pipeline roles --reader …».',
		en: 'No data: this database user may not read {view}. “amocrm-pipeline roles --reader …” allows it.',
	},
	slow: {
		ru: 'Данных нет: {view} считается дольше трёх минут. Попробуйте, когда база менее занята, или на её копии.',
		en: 'No data: {view} takes longer than three minutes. Try when the database is less busy, or on a copy of it.',
	},
};

const section = (id: string, title: string, body: Html): Html => markup`
<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${body}
</section>`;

/** What `show` makes of the rows, or in words why there are none. */
const shownOr = (
	rows: Rows,
	view: string,
	words: Words,
	show: (rows: readonly object[]) => Html,
) =>
	typeof rows === 'string'
		? markup`<p class="problem">${words.say(problemTexts[rows], { view })}</p>`
		: show(rows);

function answered(
	asked: Section<object>,
	rows: readonly object[],
	context: Context,
	draw: Draw,
): Html {
	const { words } = context;
	if (rows.length === 0) return markup`<p>${words.say(asked.empty)}</p>`;
	const title = words.say(asked.title);
	const { reading, charts, table } = asked.show(rows, context);
	const pictures = charts.map((chart) => drawn(chart, title, draw));
	return markup`<p class="reading">${reading}</p>
<p class="quiet">${words.say(asked.about)}</p>
${pictures}
${foldedTable(table, title, words)}`;
}

/** Pipelines, account, time: what the figures are of. */
function scopeLine({ accountId, pipelines, period }: Scope, words: Words, currency: string | null) {
	const { madeAt, timeZone } = period;
	const time = `${words.day(madeAt)}, ${madeAt.slice(11)} (${timeZone})`;
	const named = pipelines?.map(({ name }) => name).join(', ');
	const account = { ru: 'аккаунт {id}', en: 'account {id}' };
	return [
		named
			? words.say({ ru: 'Воронки: {named}', en: 'Pipelines: {named}' }, { named })
			: words.say({ ru: 'Все воронки', en: 'All pipelines' }),
		...(accountId ? [words.say(account, { id: accountId })] : []),
		words.say({ ru: 'составлено {time}', en: 'made {time}' }, { time }),
		...(currency
			? []
			: [words.say({ ru: 'суммы в валюте аккаунта', en: 'amounts in the account’s currency' })]),
	].join(' · ');
}

const footnote: Texts = {
	ru: 'Удалённые сделки не входят. Переходы между этапами и первые ответы известны с того дня, когда подключили вебхук.',
	en: 'Deleted leads are left out. Moves between stages and first responses are known since the webhook was connected.',
};

function titleOf(months: readonly string[], words: Words): string {
	const [first = ''] = months;
	const last = months.at(-1) ?? first;
	const sales = words.say({ ru: 'Продажи', en: 'Sales' });
	const since = first === last ? '' : `${words.month(first)} – `;
	return `${sales}: ${since}${words.month(last)}`;
}

/** One HTML document without scripts, that asks for nothing outside itself. */
export function renderPage(
	report: Report,
	words: Words,
	currency: string | null,
	draw: Draw,
): string {
	const { months, madeAt } = report.scope.period;
	const context = { words, months, today: madeAt.slice(0, 10) };
	const title = titleOf(months, words);
	const glance = section(
		'headline',
		words.say({ ru: 'Главное', en: 'At a glance' }),
		shownOr(report.headline, headline.view, words, ([row]) =>
			headlineBlock(row as HeadlineRow | undefined, context),
		),
	);
	const parts = report.sections.map(({ section: asked, rows }) =>
		section(
			asked.id,
			words.say(asked.title),
			shownOr(rows, asked.view, words, (found) => answered(asked, found, context, draw)),
		),
	);
	return markup`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
<header><h1>${title}</h1><p class="quiet">${scopeLine(report.scope, words, currency)}</p></header>
<main>${glance}${parts}
</main>
<footer><p>${words.say(footnote)}</p></footer>
</body>
</html>
`.markup;
}

import { figuresOf, type Figure, type HeadlineRow } from './headline';
import { markup, type Html } from './html';
import type { Context } from './section';
import type { Words } from './words';

/** Read out as well as seen; the colour only repeats it. */
const trends: Readonly<Record<Figure['trend'], { readonly ru: string; readonly en: string }>> = {
	better: { ru: 'лучше, было {before}', en: 'better, was {before}' },
	worse: { ru: 'хуже, было {before}', en: 'worse, was {before}' },
	same: { ru: 'было столько же', en: 'as before' },
};

function block({ label, value, before, trend }: Figure, words: Words): Html {
	const comparison =
		before === null
			? []
			: [markup`<dd class="before ${trend}">${words.say(trends[trend], { before })}</dd>`];
	return markup`<div><dt>${label}</dt><dd class="value">${value}</dd>${comparison}</div>`;
}

const emptyText = {
	ru: 'В базе ещё нет ни одной сделки. Когда amoCRM пришлёт первые события, здесь появятся цифры.',
	en: 'The database has no leads yet. Figures appear when amoCRM has sent its first events.',
};

/** The figures, or that there is nothing to count yet. */
export function headlineBlock(row: HeadlineRow | undefined, { words, months }: Context): Html {
	if (!row) return markup`<p>${words.say(emptyText)}</p>`;
	const figures = figuresOf(row, words);
	const text = {
		ru: '«Было» — за такое же время перед этим ({count} мес.).',
		en: '“Was” is the same time before ({count} months).',
	};
	const count = words.number(months.length);
	const note = figures.some(({ before }) => before !== null)
		? [markup`<p class="quiet">${words.say(text, { count })}</p>`]
		: [];
	return markup`<dl class="figures">${figures.map((one) => block(one, words))}</dl>${note}`;
}

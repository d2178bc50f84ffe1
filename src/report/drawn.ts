import type { Chart } from './chart';
import { chartOption, widths, type Drawing } from './chartOption';
import { themed } from './colours';
import { escapeHtml, markup, raw, type Html } from './html';

/** Makes one SVG element of a chart; ECharts in the command line. */
export type Draw = (drawing: Drawing) => string;

const named = (svg: string, name: string, className: string): Html =>
	raw(
		themed(svg).replace(
			/^<svg /,
			() => `<svg class="${className}" role="img" aria-label="${escapeHtml(name)}" `,
		),
	);

/** Needed only where a colour has to be told from another. */
function legend({ series }: Chart): readonly Html[] {
	if (series.length < 2) return [];
	const items = series.map(
		({ name, ink }) => markup`<li><i style="background: var(--${ink})"></i>${name}</li>`,
	);
	return [markup`<ul class="legend">${items}</ul>`];
}

/** The chart for a desk and for a telephone; the style shows one of them. */
export function drawn(chart: Chart, title: string, draw: Draw): Html {
	const name = chart.subject ? `${title}: ${chart.subject}` : title;
	const pictures = (['wide', 'narrow'] as const).map((kind) =>
		named(draw(chartOption(chart, widths[kind])), name, kind),
	);
	const heading = chart.subject ? [markup`<h3>${chart.subject}</h3>`] : [];
	return markup`${heading}<figure>${legend(chart)}${pictures}</figure>`;
}

import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Drawing } from '../src/report/chartOption';

/** `stack/build.mjs` makes one file of this module and ECharts, so the package needs no ECharts. */
use([BarChart, LineChart, GridComponent, SVGRenderer]);

// Without a canvas ECharts takes Cyrillic letters for twice as wide and cuts every name.
setPlatformAPI({
	measureText(text, font) {
		const size = Number(/(\d+)px/.exec(font ?? '')?.[1] ?? 12);
		return { width: text.length * size * 0.62 };
	},
});

/**
 * What ECharts writes for a live chart: hover styles, marks for its scripts, and clipping, whose ids
 * would differ from run to run.
 */
const liveParts =
	/<style\b[^>]*>[^]*?<\/style>|<defs\b[^>]*>[^]*?<\/defs>| (?:class="zr[^"]*"|clip-path="url[^"]*"|ecmeta_\w+="[^"]*"|xmlns:xlink="[^"]*"|version="[^"]*"|baseProfile="[^"]*")/g;

/** One SVG element, without scripts, styles and classes; texts are escaped by ECharts. */
export function drawChart({ option, size }: Drawing): string {
	const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
	try {
		chart.setOption(option);
		return chart.renderToSVGString().replace(liveParts, '').replace(/\n\s*/g, '');
	} finally {
		chart.dispose();
	}
}

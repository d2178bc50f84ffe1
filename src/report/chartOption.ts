import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { Chart, Series } from './chart';
import { colours } from './colours';

export type ChartOption = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption>;

/** Pixels. */
export interface Size {
	readonly width: number;
	readonly height: number;
}

export interface Drawing {
	readonly option: ChartOption;
	readonly size: Size;
}

/** For a desk and for a telephone: text keeps its size, so a picture cannot simply shrink. */
export const widths = { wide: 720, narrow: 312 } as const;

const fontSize = 12;
/** Of the widest usual font; text that is wider would leave the picture. */
const letter = 7.5;
const textStyle = { color: colours.text.light, fontSize, fontFamily: 'inherit' } as const;
const widthOf = (texts: readonly string[]): number =>
	Math.ceil(letter * Math.max(0, ...texts.map(({ length }) => length)));

/** Labels stand at the end of the whole, so the last series carries them. */
const labelOf = (chart: Chart, index: number, position: 'top' | 'right') => ({
	...textStyle,
	show: index === chart.series.length - 1,
	position,
	formatter: ({ dataIndex }: { readonly dataIndex: number }) => chart.labels[dataIndex] ?? '',
});

const bar = (chart: Chart, { name, ink, values }: Series): BarSeriesOption => ({
	type: 'bar',
	name,
	silent: true,
	itemStyle: { color: colours[ink].light },
	...(chart.isStacked ? { stack: 'whole' } : {}),
	data: [...values],
});

function lyingBars(chart: Chart, width: number): Drawing {
	const labels = widthOf(chart.labels) + 12;
	// The same in every chart, so that their bars begin below each other.
	const names = Math.min(190, Math.round(width * 0.36));
	const lines = chart.isStacked ? 1 : chart.series.length;
	const size = { width, height: chart.categories.length * (14 + 14 * lines) + 8 };
	const option: ChartOption = {
		animation: false,
		textStyle,
		grid: { left: names + 10, right: labels, top: 4, bottom: 4, outerBoundsMode: 'none' },
		xAxis: { type: 'value', show: false, min: 0 },
		yAxis: {
			type: 'category',
			inverse: true,
			data: [...chart.categories],
			axisTick: { show: false },
			axisLine: { show: false },
			axisLabel: { ...textStyle, interval: 0, width: names, overflow: 'truncate' },
		},
		series: chart.series.map((series, index) => ({
			...bar(chart, series),
			barWidth: 14,
			barGap: '0%',
			label: labelOf(chart, index, 'right'),
		})),
	};
	return { option, size };
}

function inTime(chart: Chart, width: number): Drawing {
	const place = (width - 16) / Math.max(1, chart.categories.length);
	const areLabelled = widthOf(chart.labels) <= place;
	const isLine = chart.kind === 'line';
	const option: ChartOption = {
		animation: false,
		textStyle,
		grid: { left: 8, right: isLine ? 16 : 8, top: 22, bottom: 4, outerBoundsMode: 'same' },
		xAxis: {
			type: 'category',
			data: [...chart.categories],
			axisTick: { show: false },
			axisLine: { lineStyle: { color: colours.line.light } },
			axisLabel: { ...textStyle, hideOverlap: true },
		},
		yAxis: {
			type: 'value',
			min: 0,
			minInterval: 1,
			splitNumber: 3,
			...(isLine ? { max: ({ max }: { readonly max: number }) => (max > 60 ? 100 : 60) } : {}),
			splitLine: { show: !areLabelled, lineStyle: { color: colours.line.light } },
			axisLabel: { ...textStyle, show: !areLabelled, formatter: chart.axis },
		},
		series: chart.series.map((series, index) => {
			const label = {
				...labelOf(chart, index, 'top'),
				...(areLabelled ? {} : { show: false }),
			};
			if (!isLine) return { ...bar(chart, series), barMaxWidth: 40, barCategoryGap: '28%', label };
			const color = colours[series.ink].light;
			return {
				...{ type: 'line', name: series.name, silent: true, data: [...series.values] },
				label: { ...label, distance: 8 },
				...{ symbol: 'circle', symbolSize: 6, itemStyle: { color } },
				lineStyle: { color, width: 2 },
			};
		}),
	};
	return { option, size: { width, height: 210 } };
}

export const chartOption = (chart: Chart, width: number): Drawing =>
	chart.kind === 'bars' ? lyingBars(chart, width) : inTime(chart, width);

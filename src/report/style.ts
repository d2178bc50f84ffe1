import { variables } from './colours';

const dark = `${variables('dark')} --page: #14181f; --card: #1c222b; --ink: #eef1f5; --worse: #f0924c; --better: #2fc79a;`;
const light = `${variables('light')} --page: #f4f6f8; --card: #fff; --ink: #1b2230; --worse: #b34700; --better: #00704f;`;

/** The page's only style; paper is always light and shows every table. */
export const style = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
header, main, footer { max-width: 800px; margin: 0 auto; padding: 0 16px; overflow-wrap: anywhere; }
header { padding-top: 32px; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 8px; text-wrap: balance; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0; }
h3 { font-size: 1rem; margin: 20px 0 4px; }
p { margin: 6px 0; }
.quiet, footer, summary { color: var(--text); font-size: .875rem; }
section { background: var(--card); border-radius: 12px; padding: 20px 24px; margin: 16px 0; box-shadow: 0 1px 2px rgb(0 0 0 / .08); }
.figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 20px 24px; margin: 16px 0 0; }
.figures dt { color: var(--text); font-size: .875rem; }
.figures dd { margin: 0; }
.figures .value { font-size: 1.75rem; line-height: 1.25; font-weight: 650; white-space: nowrap; font-variant-numeric: tabular-nums; }
.figures .before { color: var(--text); font-size: .875rem; }
.better { color: var(--better); }
.worse { color: var(--worse); }
.reading { margin-bottom: 12px; }
.problem { border-left: 4px solid var(--bad); padding-left: 12px; }
figure { margin: 0; }
svg { display: block; width: 100%; height: auto; font-variant-numeric: tabular-nums; }
.narrow { display: none; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; padding: 0; margin: 0 0 8px; font-size: .875rem; color: var(--text); }
.legend i { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 6px; }
details { margin-top: 12px; }
summary { cursor: pointer; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; margin-top: 8px; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
th, td { text-align: left; vertical-align: top; padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); }
th { color: var(--text); font-weight: 600; }
.number { text-align: right; padding-right: 0; padding-left: 10px; white-space: nowrap; }
th.number { white-space: normal; }
footer { padding-bottom: 32px; }
@media (max-width: 600px) {
	header { padding-top: 20px; }
	h1 { font-size: 1.4rem; }
	section { padding: 16px; margin: 12px -8px; }
	.figures { grid-template-columns: repeat(2, 1fr); gap: 16px; }
	.figures .value { font-size: 1.3rem; }
	.wide { display: none; }
	.narrow { display: block; }
}
@media print {
	@page { margin: 14mm; }
	:root { color-scheme: light; ${light} --page: #fff; }
	body { font-size: 11pt; }
	header, main, footer { max-width: none; padding: 0; }
	section { box-shadow: none; border: 1px solid var(--line); padding: 12px 16px; margin: 10px 0; }
	h2, h3, .reading, figure, .figures { break-inside: avoid; break-after: avoid; }
	.wide { display: block; }
	.narrow { display: none; }
	svg, .legend i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
	details::details-content { content-visibility: visible; block-size: auto; display: block; }
	summary { list-style: none; }
	tr { break-inside: avoid; }
	.scroll { overflow: visible; }
}
`;

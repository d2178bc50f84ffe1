import type { Ink } from './chart';

/**
 * Told apart by colour-blind people too: Okabe and Ito's set, light on dark and dark on light.
 * Charts are drawn with the light ones, which the page exchanges for variables of its style.
 */
export const colours: Readonly<
	Record<Ink | 'text' | 'line', { readonly light: string; readonly dark: string }>
> = {
	main: { light: '#0067a5', dark: '#56b4e9' },
	good: { light: '#00835f', dark: '#2fc79a' },
	bad: { light: '#cc5500', dark: '#f0924c' },
	rest: { light: '#b4bcc8', dark: '#5d6878' },
	second: { light: '#d9a300', dark: '#ecc94b' },
	third: { light: '#b3609a', dark: '#d68fbf' },
	text: { light: '#454d5a', dark: '#b8c0cc' },
	line: { light: '#e1e5ea', dark: '#333b47' },
};

/** `--main: #…;` for each. */
export const variables = (theme: 'light' | 'dark'): string =>
	Object.entries(colours)
		.map(([name, colour]) => `--${name}: ${colour[theme]};`)
		.join(' ');

/** A drawing whose colours follow the page. */
export const themed = (svg: string): string =>
	Object.entries(colours).reduce(
		(text, [name, { light }]) => text.replaceAll(`"${light}"`, `"var(--${name})"`),
		svg,
	);

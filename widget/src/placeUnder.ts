const narrowest = 280;

/** Puts a fixed list under the field, or above it where there is more room. */
export function placeUnder(list: HTMLElement, input: HTMLElement): void {
	const { left, top, bottom, width } = input.getBoundingClientRect();
	const { clientWidth, clientHeight } = document.documentElement;
	const wanted = Math.min(Math.max(width, narrowest), clientWidth);
	list.style.width = `${wanted}px`;
	list.style.left = `${Math.max(0, Math.min(left, clientWidth - wanted))}px`;
	const isAbove = bottom + list.offsetHeight > clientHeight && top > clientHeight - bottom;
	list.style.top = isAbove ? 'auto' : `${bottom}px`;
	list.style.bottom = isAbove ? `${clientHeight - top}px` : 'auto';
}

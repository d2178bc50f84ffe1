/** Class names that nobody else's style sheet has. */
export const listClass = 'address-suggestions';
export const statusClass = 'address-suggestions-status';

const text = `
.${listClass} {
	position: fixed;
	z-index: 100000;
	box-sizing: border-box;
	max-height: 40vh;
	margin: 0;
	padding: 4px 0;
	overflow-y: auto;
	list-style: none;
	color: #313942;
	background: #fff;
	border: 1px solid #767d84;
	border-radius: 4px;
	box-shadow: 0 4px 12px rgba(0, 0, 0, 0.2);
	font: 14px/1.4 sans-serif;
}
.${listClass}[hidden] { display: none; }
.${listClass} [role='option'] { padding: 8px 12px; cursor: pointer; overflow-wrap: anywhere; }
.${listClass} [role='option']:hover { background: #eef2f5; }
.${listClass} [aria-selected='true'] { background: #1b5fbf; color: #fff; }
@media (forced-colors: active) {
	.${listClass} [aria-selected='true'] { outline: 2px solid Highlight; outline-offset: -2px; }
}
.${statusClass} {
	position: absolute;
	width: 1px;
	height: 1px;
	overflow: hidden;
	clip-path: inset(50%);
	white-space: nowrap;
}
`;

let isAdded = false;

/** Once a page. Not as a `<style>` element, which a site's Content-Security-Policy may refuse. */
export function addStyle(): void {
	if (isAdded) return;
	isAdded = true;
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(text);
	document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

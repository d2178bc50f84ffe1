import { markup, type Html } from './html';
import type { Column, Table } from './section';
import type { Words } from './words';

const headCell = ({ label, isNumber }: Column): Html =>
	isNumber
		? markup`<th scope="col" class="number">${label}</th>`
		: markup`<th scope="col">${label}</th>`;

const bodyCell = (text: string, column: Column | undefined): Html =>
	column?.isNumber ? markup`<td class="number">${text}</td>` : markup`<td>${text}</td>`;

/** Folded on the screen; on paper it is shown. */
export function foldedTable({ columns, rows }: Table, title: string, words: Words): Html {
	const body = rows.map(
		(row) => markup`<tr>${row.map((cell, index) => bodyCell(cell, columns[index]))}</tr>\n`,
	);
	const summary = words.say({ ru: 'Таблица', en: 'Table' });
	return markup`<details><summary>${summary}</summary>
<div class="scroll" role="region" aria-label="${summary}: ${title}" tabindex="0"><table>
<thead><tr>${columns.map(headCell)}</tr></thead>
<tbody>
${body}</tbody></table></div></details>`;
}

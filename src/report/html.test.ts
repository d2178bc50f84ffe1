import { escapeHtml, markup, raw } from './html';

test('text becomes no markup, in content and in attributes', () => {
	const name = `<script>alert("x")</script> & 'y'`;
	expect(escapeHtml(name)).toBe(
		'&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39;',
	);
	expect(markup`<b title="${name}">${name}</b>`.markup).toBe(
		`<b title="${escapeHtml(name)}">${escapeHtml(name)}</b>`,
	);
});

test('markup in markup stays, and lists are joined', () => {
	const items = ['a', '<'].map((item) => markup`<li>${item}</li>`);
	expect(markup`<ul>${items}${raw('<!-- -->')}</ul>\n`.markup).toBe(
		'<ul><li>a</li><li>&lt;</li><!-- --></ul>\n',
	);
});

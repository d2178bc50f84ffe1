import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { repositoryRoot } from '../../stack/paths';
import { widgetFiles } from '../../stack/widget/archive';
import { standAloneScript } from '../../stack/widget/scripts';
import { standAloneFile } from '../../stack/widget/standAloneFile';
import { brokenRules } from '../../stack/widget/vendorRules';
import { zip, type ArchiveFiles } from '../../stack/widget/zip';

const read = (...path: string[]): string => readFileSync(join(repositoryRoot, ...path), 'utf8');

/** Somebody else's reader of zip archives; n8n brings it along. */
interface JsZip {
	loadAsync(
		archive: Buffer,
		options: { readonly checkCRC32: boolean },
	): Promise<{
		readonly files: Readonly<Record<string, { async(type: 'nodebuffer'): Promise<Buffer> }>>;
	}>;
}
const jsZip = createRequire(join(repositoryRoot, 'stack', 'package.json'))('jszip') as JsZip;

let files: ArchiveFiles;
beforeAll(() => {
	files = widgetFiles();
});

it('the sources and their tests have the types they say', () => {
	const tsc = join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc');
	const widget = join(repositoryRoot, 'widget');
	const { status, stdout } = spawnSync(process.execPath, [tsc, '--noEmit', '-p', widget], {
		encoding: 'utf8',
	});
	expect([status, stdout]).toEqual([0, '']);
});

it('breaks none of amoCRM’s rules', () => {
	expect(brokenRules(files)).toEqual([]);
});

it('is a zip archive that others read, the manifest at its root, the same each time', async () => {
	const archive = zip(files);
	expect(zip(widgetFiles()).equals(archive)).toBe(true);
	const opened = await jsZip.loadAsync(archive, { checkCRC32: true });
	const names = Object.keys(opened.files);
	expect(names).toEqual([...files.keys()]);
	expect(names).toEqual(expect.arrayContaining(['manifest.json', 'script.js', 'i18n/uk.json']));
	for (const name of names) {
		const content = await opened.files[name]?.async('nodebuffer');
		expect(content?.equals(files.get(name) ?? Buffer.alloc(0))).toBe(true);
	}
});

type Json = Record<string, unknown>;

const edited = (path: string, edit: (json: Record<string, Json>) => void): ArchiveFiles => {
	const json = JSON.parse(files.get(path)?.toString() ?? '') as Record<string, Json>;
	edit(json);
	return new Map([...files, [path, Buffer.from(JSON.stringify(json))]]);
};
const without = (path: string) => new Map([...files].filter(([name]) => name !== path));
const withFile = (path: string, content: Buffer) => new Map([...files, [path, content]]);
const manifest = (edit: (json: Record<string, Json>) => void) => edited('manifest.json', edit);
const custom = { name: 'settings.field_id', type: 'custom', required: false };

const broken: ReadonlyArray<readonly [string, () => ArchiveFiles, string]> = [
	[
		'a folder around the files',
		() => new Map([...files].map(([path, content]) => [`widget/${path}`, content])),
		'manifest.json is not at the root of the archive',
	],
	['no script', () => without('script.js'), 'script.js is not at the root of the archive'],
	[
		'a byte order mark',
		() => withFile('script.js', Buffer.from('\uFEFFdefine()')),
		'script.js has a BOM',
	],
	[
		'another encoding',
		() => withFile('script.js', Buffer.from([0xcf, 0xf0, 0xe8])),
		'script.js is not UTF-8',
	],
	[
		'the first interface',
		() => manifest(({ widget }) => void Object.assign(widget ?? {}, { interface_version: 1 })),
		'manifest.json: widget.interface_version',
	],
	[
		'nobody to ask',
		() => manifest(({ widget }) => void Object.assign(widget ?? {}, { support: {} })),
		'manifest.json: widget.support: needs link or email',
	],
	[
		'another widget’s code',
		() => manifest(({ widget }) => void Object.assign(widget ?? {}, { code: 'other' })),
		'manifest.json: widget.code',
	],
	[
		'an unknown place',
		() => manifest((json) => void Object.assign(json, { locations: ['pipeline'] })),
		'manifest.json: locations.0: is no place of amoCRM',
	],
	[
		'two custom settings',
		() => manifest((json) => void Object.assign(json, { settings: { a: custom, b: custom } })),
		'manifest.json: settings: has more than one custom setting',
	],
	[
		'settings without an installation',
		() => manifest(({ widget }) => void Object.assign(widget ?? {}, { installation: false })),
		'manifest.json: settings need installation: true',
	],
	['a language without texts', () => without('i18n/uk.json'), 'i18n/uk.json is missing'],
	[
		'a text in one language only',
		() => edited('i18n/en.json', ({ widget }) => void Object.assign(widget ?? {}, { more: 'x' })),
		'i18n/en.json has other keys than i18n/ru.json',
	],
	[
		'a text that the manifest names and nobody wrote',
		() => manifest(({ widget }) => void Object.assign(widget ?? {}, { name: 'widget.title' })),
		'i18n/ru.json has no text "widget.title"',
	],
	[
		'a long name',
		() =>
			edited(
				'i18n/ru.json',
				({ widget }) => void Object.assign(widget ?? {}, { name: 'ы'.repeat(31) }),
			),
		'i18n/ru.json: name is longer than 30',
	],
	['no logo for cards', () => without('images/logo_min.png'), 'images/logo_min.png is missing'],
	[
		'a logo of another size',
		() => withFile('images/logo_main.png', files.get('images/logo_small.png') ?? Buffer.alloc(0)),
		'images/logo_main.png is 108x108, not 400x272',
	],
	[
		'a logo that is no picture',
		() => withFile('images/logo.png', Buffer.from('<svg/>')),
		'images/logo.png is no PNG',
	],
	[
		'a large picture',
		() => withFile('images/tour.png', Buffer.alloc(300 * 1024 + 1)),
		'images/tour.png is larger than 300 KB',
	],
	[
		'a picture of another kind',
		() => withFile('images/logo.svg', Buffer.from('<svg/>')),
		'images/logo.svg is no png, jpg or gif',
	],
];

it.each(broken)('%s is refused', (_what, make, problem) => {
	expect(brokenRules(make()).filter((found) => found.startsWith(problem))).toHaveLength(1);
});

interface Widget {
	readonly callbacks: Readonly<Record<string, () => unknown>>;
}

it('amoCRM’s loader gets a widget whose callbacks say true, even while it is not set up', () => {
	const warnings: string[] = [];
	const modules: Array<() => new () => Widget> = [];
	runInNewContext(files.get('script.js')?.toString() ?? '', {
		define: (_names: readonly string[], make: () => new () => Widget) => modules.push(make),
		console: { warn: (text: string) => warnings.push(text) },
		URL,
	});
	expect(modules).toHaveLength(1);
	const AddressWidget = modules[0]?.();
	if (!AddressWidget) throw new Error('script.js defines nothing');
	Object.assign(AddressWidget.prototype as object, { get_settings: () => ({}) });
	const { callbacks } = new AddressWidget();
	const mandatory = ['render', 'init', 'bind_actions', 'settings', 'onSave'];
	expect(mandatory.map((name) => [name, callbacks[name]?.()])).toEqual(
		mandatory.map((name) => [name, true]),
	);
	expect(warnings).toEqual([expect.stringContaining('server_url')]);
	expect(() => callbacks['destroy']?.()).not.toThrow();
});

it('the stand-alone script is as built, and rendering leaves it as it is', () => {
	const built = standAloneScript();
	expect(read(standAloneFile)).toBe(built);
	// envsubst fills in names of the environment: capitals.
	expect(built).not.toMatch(/\$(?:[A-Z_]\w*|\{[A-Z_][A-Z0-9_]*\})/);
});

it('the path that the widget asks is served by the workflow and let through by nginx', () => {
	const workflow = read('workflows/amocrm-address-suggest.json');
	const [, path] = /suggestPath = '([^']+)'/.exec(read('widget/src/suggestions.ts')) ?? [];
	expect(path).toMatch(/^\/api\//);
	expect(workflow).toContain(`"path": "${path?.slice(1)}"`);
	const nginx = read('nginx/templates/amocrm/webhook-host.inc.template');
	expect(nginx).toContain(`location = ${path} {`);
});

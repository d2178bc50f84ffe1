import { manifestShape, type Manifest } from './manifestShape';
import { pngSize } from './pngSize';
import type { ArchiveFiles } from './zip';

const largestImage = 300 * 1024;

/** Pixels; null where the vendor names none. The last two are asked of widgets in cards. */
const images: ReadonlyArray<readonly [string, string | null, 'always' | 'card']> = [
	['images/logo_main.png', '400x272', 'always'],
	['images/logo_small.png', '108x108', 'always'],
	['images/logo.png', null, 'always'],
	['images/logo_min.png', null, 'card'],
	['images/logo_medium.png', null, 'card'],
];

/** Characters that amoMarket shows. */
const longest = { name: 30, short_description: 60, description: 400 } as const;

type Json = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(files: ArchiveFiles, path: string): unknown {
	try {
		return JSON.parse(files.get(path)?.toString() ?? '') as unknown;
	} catch {
		return undefined;
	}
}

/** `widget.name`, … of a file of texts. */
const keysOf = (value: unknown, prefix = ''): readonly string[] =>
	isObject(value)
		? Object.entries(value).flatMap(([key, below]) =>
				isObject(below) ? keysOf(below, `${prefix}${key}.`) : [`${prefix}${key}`],
			)
		: [];

const textAt = (value: unknown, path: string): unknown =>
	path.split('.').reduce((at, key) => (isObject(at) ? at[key] : undefined), value);

function* archiveProblems(files: ArchiveFiles): Iterable<string> {
	for (const path of ['manifest.json', 'script.js']) {
		if (!files.has(path)) yield `${path} is not at the root of the archive`;
	}
	for (const [path, content] of files) {
		if (!/\.(js|json|css|twig)$/.test(path)) continue;
		if (content.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) yield `${path} has a BOM`;
		if (!Buffer.from(content.toString()).equals(content)) yield `${path} is not UTF-8`;
	}
}

function* textProblems(files: ArchiveFiles, { widget, settings }: Manifest): Iterable<string> {
	const [first = ''] = widget.locale;
	const wanted = keysOf(parse(files, `i18n/${first}.json`)).join();
	const used = [
		...[widget.name, widget.description, widget.short_description],
		...Object.values(settings).map(({ name }) => name),
	];
	for (const locale of widget.locale) {
		const path = `i18n/${locale}.json`;
		const texts = parse(files, path);
		if (!isObject(texts)) {
			yield `${path} is missing or no JSON object`;
			continue;
		}
		if (keysOf(texts).join() !== wanted) yield `${path} has other keys than i18n/${first}.json`;
		for (const key of used) {
			if (typeof textAt(texts, key) !== 'string') yield `${path} has no text "${key}"`;
		}
		for (const [name, length] of Object.entries(longest)) {
			const text = textAt(texts, widget[name as keyof typeof longest]);
			if (String(text).length > length) yield `${path}: ${name} is longer than ${length}`;
		}
	}
}

function* imageProblems(files: ArchiveFiles, { locations }: Manifest): Iterable<string> {
	const isInCard = locations.some((name) => name.includes('card'));
	for (const [path, wanted, when] of images) {
		const content = files.get(path);
		if (!content) {
			if (when === 'always' || isInCard) yield `${path} is missing`;
			continue;
		}
		const size = pngSize(content);
		if (size === null) yield `${path} is no PNG`;
		else if (wanted !== null && size !== wanted) yield `${path} is ${size}, not ${wanted}`;
	}
	for (const [path, { length }] of files) {
		if (!path.startsWith('images/')) continue;
		if (!/\.(png|jpe?g|gif)$/.test(path)) yield `${path} is no png, jpg or gif`;
		if (length > largestImage) yield `${path} is larger than 300 KB`;
	}
}

/** amoCRM's rules for a widget's archive that these files break, in words; none: it takes them. */
export function brokenRules(files: ArchiveFiles): readonly string[] {
	const problems = [...archiveProblems(files)];
	const { data, error } = manifestShape.safeParse(parse(files, 'manifest.json'));
	if (!data) {
		const issues = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
		return [...problems, ...issues.map((issue) => `manifest.json: ${issue}`)];
	}
	if (Object.keys(data.settings).length > 0 && !data.widget.installation) {
		problems.push('manifest.json: settings need installation: true');
	}
	return [...problems, ...textProblems(files, data), ...imageProblems(files, data)];
}

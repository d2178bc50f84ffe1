import { buildSync } from 'esbuild';
import { repositoryRoot } from './paths';

/** What esbuild is asked for each: a script for browsers since 2020. */
const target = 'es2019';

interface Wrap {
	/** Path of the entry's source below the repository, e.g. `widget/src/standAlone.ts`. */
	readonly entry: string;
	readonly before?: string;
	readonly after?: string;
	/** The variable within `before` and `after` that gets the entry's exports. */
	readonly exportsName?: string;
}

/** Neither minified nor with a path of this machine: the result is kept in the repository and reviewed. */
function bundle({ entry, before = '', after = '', exportsName }: Wrap): string {
	const [folder = ''] = entry.split('/');
	const banner = `/* Made by \`npm run generate\` from ${folder}/: never edit, change ${folder}/ and run it again. */`;
	const { outputFiles } = buildSync({
		absWorkingDir: repositoryRoot,
		entryPoints: [entry],
		bundle: true,
		write: false,
		platform: 'browser',
		format: 'iife',
		target,
		// Else Russian texts become \uXXXX, which nobody can review.
		charset: 'utf8',
		logLevel: 'silent',
		banner: { js: `${banner}${before && `\n${before}`}` },
		footer: { js: after },
		...(exportsName ? { globalName: exportsName } : {}),
	});
	const [script] = outputFiles;
	if (!script) throw new Error(`esbuild made nothing of ${entry}`);
	return script.text;
}

/**
 * One script for `<script src>` of an entry and all it imports; nothing becomes global but what the
 * entry puts on `window` itself. Throws what does not compile; types are `tsc`'s.
 */
export const pageScript = (entry: string): string => bundle({ entry });

/** The same as an AMD module (RequireJS), whose value is one export of the entry. */
export const amdModule = (entry: string, exportName: string): string =>
	bundle({
		entry,
		before: 'define([], function () {',
		exportsName: 'entry',
		after: `return entry.${exportName};\n});`,
	});

const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { buildSync } = require('esbuild');

const modules = join(__dirname, '..', 'node_modules');

/** What drawChart.ts brings along, and the texts that have to come with it. */
const licences = [
	['echarts', ['LICENSE', 'NOTICE', 'licenses/LICENSE-d3']],
	['zrender', ['LICENSE']],
	['echarts/node_modules/tslib', ['LICENSE.txt']],
];

const notice =
	'/*! Contains Apache ECharts (Apache-2.0) and ZRender (BSD-3-Clause): see drawChart.LICENSE.txt */';

/**
 * A module of the command line and the packages it imports as one CommonJS file, so that they are no
 * dependencies of ours. The build writes it over what tsc made; Jest takes it for the module.
 */
exports.bundleCommand = (entry) =>
	buildSync({
		entryPoints: [entry],
		bundle: true,
		minify: true,
		write: false,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		logLevel: 'silent',
		legalComments: 'none',
		banner: { js: notice },
	}).outputFiles[0].text;

exports.bundledLicences = () =>
	licences
		.flatMap(([name, files]) =>
			files.map((file) => {
				const path = join(modules, name, file);
				if (!existsSync(path)) throw new Error(`${name} has no ${file}: which licence has it now?`);
				return `${name}: ${file}\n${'='.repeat(80)}\n${readFileSync(path, 'utf8').trim()}\n`;
			}),
		)
		.join('\n\n');

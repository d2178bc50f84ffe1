const { bundleCommand } = require('../../stack/bundleCommand');

/** Jest cannot read ECharts, which is ESM: tests get the one file that is shipped. */
module.exports = { process: (_source, path) => ({ code: bundleCommand(path) }) };

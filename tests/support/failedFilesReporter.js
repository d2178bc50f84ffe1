const { writeFileSync } = require('node:fs');

/** Names the test files that failed, one on a line, for the second attempt that stack/bootstrap.mjs gives them in CI. */
module.exports = class FailedFilesReporter {
	onRunComplete(_contexts, { testResults }) {
		const target = process.env.FAILED_TEST_FILES;
		if (target === undefined) return;
		const failed = testResults.filter(
			({ numFailingTests, testExecError }) => numFailingTests > 0 || testExecError,
		);
		writeFileSync(target, failed.map(({ testFilePath }) => testFilePath).join('\n'));
	}
};

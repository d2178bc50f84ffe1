/** Prints the counts alone on a line, in a form that any CI can read without knowing Jest. */
module.exports = class SummaryReporter {
	onRunComplete(_contexts, results) {
		const skipped = results.numPendingTests + results.numTodoTests;
		const suffix = skipped > 0 ? `, ${skipped} skipped` : '';
		// A suite that cannot even load has no tests to count, but it has failed all the same.
		const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
		process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed${suffix}\n`);
	}
};

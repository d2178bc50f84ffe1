const { relative } = require('node:path');

const minute = 60_000;
/** The slowest file takes three minutes on two cores. */
const suspiciousMinutes = 6;
const deadMinutes = 20;
/** Global teardown included, which stops PostgreSQL. */
const minutesToLeave = 2;

/**
 * Ends a run that hangs, and names the file: Jest's own timeouts end what waits, not what loops or a
 * process that does not leave, and CI then only says that time is up.
 */
module.exports = class StuckReporter {
	constructor() {
		this.startedAt = new Map();
	}

	onRunStart() {
		this.ticker = setInterval(() => this.look(), minute);
	}

	onTestFileStart({ path }) {
		this.startedAt.set(path, Date.now());
	}

	onTestFileResult({ path }) {
		this.startedAt.delete(path);
	}

	look() {
		for (const [path, since] of this.startedAt) {
			const minutes = Math.floor((Date.now() - since) / minute);
			if (minutes < suspiciousMinutes) continue;
			const file = relative(process.cwd(), path);
			process.stderr.write(`\n*** ${file} has been running for ${minutes} minutes\n`);
			if (minutes < deadMinutes) continue;
			process.stderr.write(`\n*** STUCK: ${file}; the run ends here, as failed\n`);
			process.exit(1);
		}
	}

	onRunComplete(_contexts, results) {
		clearInterval(this.ticker);
		setTimeout(() => {
			const kept = [...new Set(process.getActiveResourcesInfo())].join(', ');
			process.stderr.write(`\n*** The tests have ended, but something keeps Jest alive: ${kept}\n`);
			process.exit(results.success ? 0 : 1);
		}, minutesToLeave * minute).unref();
	}
};

const transform = {
	'/cli/drawChart\\.ts$': '<rootDir>/tests/support/bundledTransform.js',
	'^.+\\.ts$': [
		'@swc/jest',
		{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
	],
};

const project = (displayName, testMatch, extra = {}) => ({
	displayName,
	testMatch,
	transform,
	rootDir: __dirname,
	modulePathIgnorePatterns: [
		'<rootDir>/dist/',
		'<rootDir>/.data/',
		'<rootDir>/stack/node_modules/',
		'<rootDir>/bench/node_modules/',
	],
	...extra,
});

/** One PostgreSQL for both projects that need it: Jest starts a setup file once, however many name it. */
const postgres = {
	globalSetup: '<rootDir>/tests/support/startPostgres.ts',
	globalTeardown: '<rootDir>/tests/support/stopPostgres.ts',
	setupFilesAfterEnv: ['<rootDir>/tests/support/integrationTimeout.ts'],
};

/**
 * From quick to slow: `unit` and `contract` need nothing, `integration` and `properties` PostgreSQL,
 * `e2e` a real n8n.
 */
module.exports = {
	// Else Node.js itself closes what the tests left behind, and spins there for ever when a write to a
	// process that was killed is still under way (seen with 20.20: all tests done, CI out of time).
	forceExit: true,
	// Most of an end-to-end test is waiting; one worker, Jest's choice on two cores, takes an hour.
	maxWorkers: 2,
	reporters: [
		'default',
		...['summary', 'failedFiles', 'stuck'].map(
			(name) => `<rootDir>/tests/support/${name}Reporter.js`,
		),
	],
	projects: [
		project('unit', [
			'<rootDir>/{src,nodes,credentials,sandbox,stack,cli,receiver,bench,widget,chat-session}/**/*.test.ts',
		]),
		project('contract', ['<rootDir>/tests/{contract,pack}/**/*.test.ts']),
		project('integration', ['<rootDir>/tests/integration/**/*.test.ts'], postgres),
		project('properties', ['<rootDir>/tests/properties/**/*.test.ts'], postgres),
		project('e2e', ['<rootDir>/tests/e2e/**/*.test.ts'], {
			setupFilesAfterEnv: ['<rootDir>/tests/support/e2eTimeout.ts'],
		}),
	],
};

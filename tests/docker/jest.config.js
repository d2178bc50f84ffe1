/** Apart from the other projects, because it needs a Docker engine: `npm run test:docker`. */
const { projects } = require('../../jest.config');

module.exports = {
	...projects.find(({ displayName }) => displayName === 'e2e'),
	displayName: 'docker',
	testMatch: ['<rootDir>/tests/docker/**/*.test.ts'],
};

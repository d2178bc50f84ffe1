import { requestShare } from './requestShare';

test.each([
	[{}, 7],
	[{ requestsPerSecond: 7, processes: 1 }, 7],
	[{ requestsPerSecond: 7, processes: 2 }, 3],
	[{ requestsPerSecond: '7', processes: '3' }, 2],
	[{ requestsPerSecond: 3, processes: 4 }, 0.75],
	[{ requestsPerSecond: 0, processes: 0 }, 7],
	[{ requestsPerSecond: 'many', processes: null }, 7],
])('of %j one process has %d requests a second', (budget, share) => {
	expect(requestShare(budget)).toBe(share);
});

test('all processes together never exceed what the account may get', () => {
	for (let perSecond = 1; perSecond <= 20; perSecond += 1) {
		for (let processes = 1; processes <= perSecond; processes += 1) {
			const share = requestShare({ requestsPerSecond: perSecond, processes });
			expect(share * processes).toBeLessThanOrEqual(perSecond);
			expect(share).toBeGreaterThanOrEqual(1);
		}
	}
});

import { countLeads, pageSize } from './countLeads';

/** A list of `leads` leads, each with a contact of its own, ten to a company. */
function list(leads: number) {
	const asked: number[] = [];
	const ask = async (page: number) => {
		asked.push(page);
		const here = Math.max(0, Math.min(pageSize, leads - (page - 1) * pageSize));
		return {
			leads: here,
			contacts: here,
			companies: Math.ceil(here / 10),
			hasMore: page * pageSize < leads,
		};
	};
	return { asked, ask };
}

it.each([0, 1, 249, 250, 251, 500, 501, 999, 1000, 1001, 1750, 1751, 4999, 100_000])(
	'finds %i leads without reading them all',
	async (leads) => {
		const { asked, ask } = list(leads);
		const count = await countLeads(ask);
		expect(count).toMatchObject({ leads, contacts: leads });
		expect(asked.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(leads / pageSize + 2)) + 1);
	},
);

it.each([
	[0, 2],
	[250, 4],
	[251, 6],
	[499, 6],
	[500, 7],
	[1000, 11],
])('of %i leads an import makes %i requests', async (leads, requests) => {
	expect((await countLeads(list(leads).ask)).requests).toBe(requests);
});

it('counts to the last full page when the one behind it has vanished meanwhile', async () => {
	const page = (leads: number, hasMore: boolean) => ({ leads, contacts: 0, companies: 0, hasMore });
	const count = await countLeads(async (number) =>
		number === 1 ? page(250, true) : page(0, false),
	);
	expect(count.leads).toBe(250);
});

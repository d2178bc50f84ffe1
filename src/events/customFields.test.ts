import { customFields, fieldsByName } from './customFields';
import { decode } from './decode';

const read = (...pairs: string[]) => {
	const { value } = decode(pairs.map((pair) => `f${pair}`).join('&'));
	const fields = customFields(value['f'] ?? '');
	return { fields, view: fieldsByName(fields) };
};

describe('customFields', () => {
	it('reads a multitext with its code, phones staying text', () => {
		const { fields, view } = read(
			'[0][id]=5',
			'[0][name]=Phone',
			'[0][values][0][value]=%2B79990000002',
			'[0][values][0][enum]=311',
			'[0][values][1][value]=007',
			'[0][values][1][enum]=312',
			'[0][code]=PHONE',
		);
		expect(fields).toEqual([
			{
				field_id: 5,
				field_name: 'Phone',
				field_code: 'PHONE',
				values: [
					{ value: '+79990000002', enum_id: 311 },
					{ value: '007', enum_id: 312 },
				],
			},
		]);
		expect(view).toEqual({ Phone: ['+79990000002', '007'] });
	});

	it('reads a radiobutton, which has no index', () => {
		const { fields, view } = read(
			'[0][id]=5',
			'[0][name]=R',
			'[0][values][value]=2',
			'[0][values][enum]=77',
		);
		expect(fields[0]?.values).toEqual([{ value: '2', enum_id: 77 }]);
		expect(view).toEqual({ R: '2' });
	});

	it('reads a scalar as a date: unix seconds in API v4 shape, ISO in the view', () => {
		const { fields, view } = read('[0][id]=5', '[0][name]=D', '[0][values][0]=1542067200');
		expect(fields[0]?.values).toEqual([{ value: 1542067200 }]);
		expect(view).toEqual({ D: '2018-11-13T00:00:00.000Z' });
		expect(read('[0][name]=D', '[0][values][0]=-86400000').view).toEqual({
			D: '1967-04-07T00:00:00.000Z',
		});
	});

	it('takes no short number and no phone for a date', () => {
		expect(read('[0][name]=A', '[0][values][0]=1').view).toEqual({ A: '1' });
		expect(read('[0][name]=A', '[0][values][0]=79990000002').view).toEqual({ A: '79990000002' });
		expect(read('[0][name]=A', '[0][values][0][value]=1542067200').view).toEqual({
			A: '1542067200',
		});
	});

	it('reads the lines of a smart address, named by number or by code', () => {
		const { fields, view } = read(
			'[0][name]=Home',
			'[0][values][0][value]=Main st. 1',
			'[0][values][0][subtype]=address_line_1',
			'[0][values][1][value]=010101',
			'[0][values][1][enum]=5',
		);
		expect(fields[0]?.values).toEqual([
			{ value: 'Main st. 1', enum_code: 'address_line_1' },
			{ value: '010101', enum_id: 5 },
		]);
		expect(view).toEqual({ Home: ['Main st. 1', '010101'] });
	});

	it('reads the items of an invoice, with numbers where API v4 has them', () => {
		const { fields } = read(
			'[0][code]=ITEMS',
			'[0][values][0][value][sku]=0042',
			'[0][values][0][value][unit_price]=99.5',
			'[0][values][0][value][quantity]=2',
			'[0][values][0][value][discount][type]=amount',
		);
		expect(fields[0]?.values).toEqual([
			{ value: { sku: '0042', unit_price: 99.5, quantity: 2, discount: { type: 'amount' } } },
		]);
	});

	it('keeps two fields of one name apart', () => {
		expect(
			read(
				'[0][id]=1',
				'[0][name]=X',
				'[0][values][0][value]=a',
				'[1][id]=2',
				'[1][name]=X',
				'[1][values][0][value]=b',
			).view,
		).toEqual({ X: 'a', 'X (2)': 'b' });
	});

	it('names a field without a name by its code or id', () => {
		expect(read('[0][id]=1', '[0][code]=C', '[0][values][0][value]=a').view).toEqual({ C: 'a' });
		expect(read('[0][id]=1', '[0][values][0][value]=a').view).toEqual({ 1: 'a' });
	});

	it('keeps what is no field', () => {
		expect(read('=odd').fields).toMatchObject([{ field_id: null, values: [{ value: 'odd' }] }]);
		expect(read('[0]=odd').fields).toMatchObject([{ field_id: null, values: [{ value: 'odd' }] }]);
		expect(read('[0][id]=1', '[0][extra]=e').fields).toEqual([
			{ field_id: 1, field_name: null, field_code: null, values: [], extra: 'e' },
		]);
	});
});

import { rights } from './rights';

const context = { timezone: 'UTC' };
const wireOf = (name: string, value: unknown) => {
	const param = rights[name];
	if (!param?.place) throw new Error(`no rights ${name}`);
	return param.place(param.convert(value, context));
};

it('sends what the editor collects and what an expression gives in the same form', () => {
	const wanted = { rights: { leads: { view: 'A', add: 'D' } } };
	expect(wireOf('leadRights', { rights: { view: 'A', add: 'D' } })).toEqual(wanted);
	expect(wireOf('leadRights', { view: 'A', add: 'D' })).toEqual(wanted);
});

it('refuses a level that amoCRM does not have for the action', () => {
	expect(() => wireOf('leadRights', { add: 'G' })).toThrow('Lead Rights: "G" is not one of A, D');
	expect(() => wireOf('taskRights', { view: 'A' })).toThrow('"view" is not one of edit, delete');
});

it('sends stages as pipeline and status, and none as null', () => {
	const row = { status: '5:142', view: 'A', edit: 'D', delete: 'D', export: 'D' };
	const { status: _status, ...levels } = row;
	expect(wireOf('statusRights', { values: [row] })).toEqual({
		rights: {
			status_rights: [{ entity_type: 'leads', pipeline_id: 5, status_id: 142, rights: levels }],
		},
	});
	expect(wireOf('statusRights', {})).toEqual({ rights: { status_rights: null } });
});

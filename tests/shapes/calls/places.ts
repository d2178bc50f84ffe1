import { fields } from '../../../sandbox/seed/fields';
import { pipelines } from '../../operations/seeded';

const of = (kind: 'leads' | 'contacts', type: string, code?: string) => {
	const field = fields[kind].find((one) => one.type === type && (!code || one.code === code));
	if (!field) throw new Error(`no ${type} field of ${kind} is seeded`);
	return field;
};

const [main] = pipelines;
const editable = main.statuses.find(({ is_editable }) => is_editable);
if (!editable) throw new Error('no editable status is seeded');

const phone = of('contacts', 'multitext', 'PHONE');
const email = of('contacts', 'multitext', 'EMAIL');
const multiselect = of('leads', 'multiselect');

/** The first status of the main pipeline that leads are worked on in. */
export const stage = editable;

export const lost = { status_id: 143, pipeline_id: main.id, loss_reason_id: 4_203_748 };

/** Fields of every account, by what the recorded bodies fill. */
export const fieldIds = {
	text: of('leads', 'text').id,
	multiselect: multiselect.id,
	choices: multiselect.enums?.map(({ id }) => id) ?? [],
	select: of('leads', 'select').id,
	chosen: of('leads', 'select').enums?.[0]?.id,
	otherChoice: of('leads', 'select').enums?.[1]?.id,
	date: of('leads', 'date').id,
	position: of('contacts', 'text').id,
	phone: phone.id,
	workPhone: phone.enums?.[0]?.id,
	email: email.id,
	workEmail: email.enums?.[0]?.id,
};

import { isWireObject, type WireObject, type WireValue } from '../catalog/wire';
import type { Matcher } from './matcher';

const fieldsOf = ({ custom_fields_values: fields }: WireObject): readonly WireObject[] =>
	Array.isArray(fields) ? fields.filter(isWireObject) : [];

const valuesOf = ({ values }: WireObject): readonly WireValue[] =>
	Array.isArray(values) ? (values as readonly WireValue[]) : [];

const isSameField = (a: WireObject, b: WireObject): boolean =>
	a['field_code'] === b['field_code'] && a['field_id'] === b['field_id'];

/** A contact may have several of these; a value more in any other field would be one too many. */
const several: ReadonlySet<unknown> = new Set(['EMAIL', 'PHONE']);

/** The marked field beside the others; of phones and emails that are there already it is one more. */
function withField(model: WireObject, marked: WireObject): WireObject {
	const fields = fieldsOf(model);
	const own = fields.find((field) => isSameField(field, marked));
	const present = several.has(marked['field_code']) ? valuesOf(own ?? {}) : [];
	const joined = { ...marked, values: [...present, ...valuesOf(marked)] };
	const others = fields.filter((field) => field !== own);
	return { ...model, custom_fields_values: [...others, joined] };
}

/** Without the mark the next run would not find the entity and would make it again. */
function withMark(model: WireObject, { isMatch, mark }: Matcher): WireObject {
	if (isMatch(model)) return model;
	const [marked] = fieldsOf(mark);
	return marked ? withField(model, marked) : { ...model, ...mark };
}

/** The model of a change as the model of a new entity: it holds what it is matched by, and has its tags. */
export function newEntity(change: WireObject, matcher: Matcher): WireObject {
	const { tags_to_add: tags, ...model } = change;
	const embedded = isWireObject(model['_embedded']) ? model['_embedded'] : {};
	const tagged = tags === undefined ? model : { ...model, _embedded: { tags, ...embedded } };
	return withMark(tagged, matcher);
}

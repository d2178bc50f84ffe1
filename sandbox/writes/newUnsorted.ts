import { z } from 'zod';
import type { FieldProblem } from '../problem';
import { problemOf } from './fieldProblems';
import { inputOf, type EntityInput } from './input';
import type { NewUnsorted } from './unsorted';

const int = z.number().int();
const word = z.union([z.string().min(1), z.number()]);

const metadataOf = {
	forms: z
		.object({ form_id: word, form_name: word, form_page: word, form_sent_at: int })
		.passthrough(),
	sip: z
		.object({
			uniq: word,
			duration: int,
			service_code: word,
			link: word,
			phone: word,
			called_at: int,
			from: word,
		})
		.passthrough(),
} as const;

const parts = z.object({
	leads: z.array(z.unknown()).max(1).default([]),
	contacts: z.array(z.unknown()).max(1).default([]),
	companies: z.array(z.unknown()).max(1).default([]),
});

const common = z.object({
	source_name: z.string().min(1),
	source_uid: z.string().min(1),
	pipeline_id: int.optional(),
	created_at: int.optional(),
	_embedded: parts.default({}),
});

const names = ['name', 'first_name', 'last_name'];

/** Forms send what people typed: here, unlike anywhere else, a number is a name as well. */
const withTextNames = (model: unknown): unknown =>
	typeof model === 'object' && model !== null
		? Object.fromEntries(
				Object.entries(model).map(([key, value]: [string, unknown]) => [
					key,
					names.includes(key) && typeof value === 'number' ? String(value) : value,
				]),
			)
		: model;

type Read =
	| { readonly wanted: NewUnsorted; readonly problems: null }
	| { readonly wanted: null; readonly problems: readonly FieldProblem[] };

/** One item of a POST: the shape of the incoming lead, then of the models inside it. */
export function newUnsorted(category: 'forms' | 'sip', item: unknown): Read {
	const parsed = common.extend({ metadata: metadataOf[category] }).safeParse(item);
	if (!parsed.success) return { wanted: null, problems: parsed.error.issues.map(problemOf) };
	const { _embedded, metadata, ...own } = parsed.data;
	const problems: FieldProblem[] = [];
	const model = (kind: keyof typeof _embedded): EntityInput | undefined => {
		const [given] = _embedded[kind];
		if (given === undefined) return undefined;
		const read = inputOf[kind].safeParse(withTextNames(given));
		if (read.success) return read.data;
		for (const issue of read.error.issues) {
			problems.push(problemOf({ ...issue, path: ['_embedded', kind, 0, ...issue.path] }));
		}
		return undefined;
	};
	const [lead = {}, contact, company] = [model('leads'), model('contacts'), model('companies')];
	if (problems.length > 0) return { wanted: null, problems };
	return {
		wanted: {
			category,
			source_name: own.source_name,
			source_uid: own.source_uid,
			pipeline_id: own.pipeline_id,
			created_at: own.created_at,
			metadata,
			text: '',
			lead,
			contact,
			company,
		},
		problems: null,
	};
}

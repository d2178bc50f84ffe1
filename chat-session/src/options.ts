/** A custom field of amoCRM as its chat takes it: by id, or by code. */
export type FieldName = { readonly id: number } | { readonly code: string };

export interface Options {
	/** Whose fields are filled. */
	readonly entity: 'lead' | 'contact';
	readonly sessionField: FieldName | null;
	/** Dotted name of a global value or function of the page: `Comagic.getSessionId`. */
	readonly sessionGlobal: string | null;
	readonly sessionCookie: string | null;
	/** Parameter of the page's address. */
	readonly sessionParameter: string | null;
	/** Parameter of the page's address -> field. */
	readonly markFields: ReadonlyMap<string, FieldName>;
	/** How long chat and session are waited for. */
	readonly waitSeconds: number;
}

type Attributes = Readonly<Record<string, string | undefined>>;

const defaultWaitSeconds = 60;

function fieldOf(text: string): FieldName {
	if (/^[1-9]\d{0,14}$/.test(text)) return { id: Number(text) };
	if (/^[A-Za-z_]\w*$/.test(text)) return { code: text };
	throw new Error(`"${text}" is neither id nor code of a field`);
}

function markFieldsOf(text: string): ReadonlyMap<string, FieldName> {
	const pairs = text.split(/[\s,;]+/).filter((pair) => pair !== '');
	return new Map(
		pairs.map((pair) => {
			const [, mark, field] = /^([\w-]+)=(.+)$/.exec(pair) ?? [];
			if (mark === undefined || field === undefined) {
				throw new Error(`"${pair}" in data-mark-fields is not mark=field`);
			}
			return [mark, fieldOf(field)] as const;
		}),
	);
}

/** `data-` attributes of the script's element, in camel case. Throws what is wrong with which. */
export function readOptions(attributes: Attributes): Options {
	const text = (name: string): string | null => attributes[name]?.trim() || null;
	const entity = text('entity') ?? 'lead';
	if (entity !== 'lead' && entity !== 'contact') {
		throw new Error(`data-entity is "${entity}", but lead or contact is expected`);
	}
	const sessionField = text('sessionField');
	const options: Options = {
		entity,
		sessionField: sessionField === null ? null : fieldOf(sessionField),
		sessionGlobal: text('sessionGlobal'),
		sessionCookie: text('sessionCookie'),
		sessionParameter: text('sessionParameter'),
		markFields: markFieldsOf(text('markFields') ?? ''),
		waitSeconds: Number(text('waitSeconds') ?? defaultWaitSeconds),
	};
	const { sessionGlobal, sessionCookie, sessionParameter, markFields, waitSeconds } = options;
	const isSourceKnown = (sessionGlobal ?? sessionCookie ?? sessionParameter) !== null;
	if ((sessionField !== null) !== isSourceKnown) {
		throw new Error(
			'data-session-field needs data-session-global, data-session-cookie or data-session-parameter, and they need it',
		);
	}
	if (sessionField === null && markFields.size === 0) {
		throw new Error('neither data-session-field nor data-mark-fields says what to put where');
	}
	if (!(waitSeconds > 0)) throw new Error('data-wait-seconds is not a number of seconds');
	return options;
}

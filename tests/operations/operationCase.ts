export type JsonObject = Readonly<Record<string, unknown>>;

/** `POST /_sandbox/…`, or the API when the path begins with `/api/`, the files service with `/v1.0/`. */
export interface SceneCall {
	readonly method?: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	readonly path: string;
	readonly body?: unknown;
}

/** As text, which is enough to see that the bytes are the same. */
export interface CaseFile {
	readonly fileName: string;
	readonly mimeType: string;
	readonly text: string;
}

export interface ExpectedRequest {
	/**
	 * Method and path, without the query: `GET /api/v4/leads`. Of the files service `{driveUrl}/v1.0/…`, and
	 * `{uploadUrl}` and `{downloadUrl}` for the addresses that it makes up.
	 */
	readonly route: string;
	/** Decoded: `with=contacts&filter[id][]=5`; absent means none. */
	readonly query?: string;
	/** All of it; absent means none, or bytes. */
	readonly body?: unknown;
	/** Of `tests/fixtures/api`: what the sandbox answers has every member of it, of the same type. */
	readonly answer?: string;
	/** Where the recorded answer has something that this one has not. */
	readonly unlike?: readonly RegExp[];
}

/**
 * One run of the AmoCRM node against a fresh sandbox account. Everything is data, so that
 * `npm run coverage` reads the same cases that the contract tests run.
 */
export interface OperationCase {
	/** A fact: what the operation does. */
	readonly title: string;
	readonly operation: string;
	/** What the user set; of each item where an expression would differ. */
	readonly parameters?: JsonObject | ((item: JsonObject) => JsonObject);
	readonly items?: readonly JsonObject[];
	/** The binary data `data` of every item. */
	readonly file?: CaseFile;
	readonly continueOnFail?: boolean;
	/** What happened in the account before the run, in this order. */
	readonly scene?: readonly SceneCall[];
	readonly requests: readonly ExpectedRequest[];
	/** Of each output item at least these members; ids that the account gives are known, times are not. */
	readonly output: readonly JsonObject[];
	/** The binary data `data` of each output item. */
	readonly outputFiles?: readonly CaseFile[];
	/** Part of the message of a run that fails instead. */
	readonly error?: string;
}

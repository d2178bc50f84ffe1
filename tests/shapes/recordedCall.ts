import type { SceneCall } from '../operations/operationCase';
import type { TestSandbox } from '../support/sandbox';

/** What a recorded body has, by what stands for it in the sandbox; numbers and texts alike. */
export type Substitutes = Readonly<Record<string, unknown>>;

/** A call that was recorded, and what makes the sandbox answer it in the same way. */
export interface RecordedCall {
	/** `POST /api/v4/leads`; `/v1.0/…` is the files service. */
	readonly call: string;
	/** The recorded body that is sent: a file of `tests/fixtures/api`. */
	readonly request?: string;
	/** Sent where no body was recorded, or the recorded one belongs to another call. */
	readonly body?: unknown;
	/** Of the account of the recording, by those of the sandbox. */
	readonly ids?: Substitutes;
	readonly status: number;
	/** The recorded answer, or none where only the request was recorded. */
	readonly answer?: string;
	/** What happened in the account before. */
	readonly scene?: readonly SceneCall[];
	/** For ids and addresses that only the account can tell; `{name}` in the call takes them, too. */
	readonly prepare?: (box: TestSandbox) => Promise<Substitutes>;
	/** Over the token of the account; `{name}` here, too. */
	readonly headers?: Readonly<Record<string, string>>;
	/** The part of the answer that was recorded. */
	readonly read?: (answer: unknown) => unknown;
}

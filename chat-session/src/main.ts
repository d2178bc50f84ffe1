import { chatOf, metaOf, type FieldValue } from './chat';
import { readOptions, type Options } from './options';
import { fromAddress, fromCookie, fromGlobal } from './visitorSession';

const everyMs = 500;

function sessionOf(options: Options, parameters: ReadonlyMap<string, string>): string | null {
	const { sessionGlobal, sessionCookie, sessionParameter } = options;
	return (
		(sessionGlobal === null ? null : fromGlobal(window, sessionGlobal)) ??
		(sessionCookie === null ? null : fromCookie(document.cookie, sessionCookie)) ??
		(sessionParameter === null ? null : (parameters.get(sessionParameter) ?? null))
	);
}

/** Puts session and marks into the chat as soon as both are there; looks until the time is up. */
function start(options: Options): void {
	const { entity, sessionField, sessionParameter, markFields, waitSeconds } = options;
	const names = [...markFields.keys(), ...(sessionParameter === null ? [] : [sessionParameter])];
	const parameters = fromAddress(location.search, names, () => sessionStorage);
	const marks = [...markFields].flatMap(([name, field]): FieldValue[] => {
		const value = parameters.get(name);
		return value === undefined ? [] : [{ field, value }];
	});
	const until = Date.now() + waitSeconds * 1000;
	let areMarksPut = marks.length === 0;

	function look(): void {
		const chat = chatOf(window);
		const session = sessionField === null ? null : sessionOf(options, parameters);
		if (chat) {
			const values = [
				...(areMarksPut ? [] : marks),
				...(sessionField === null || session === null
					? []
					: [{ field: sessionField, value: session }]),
			];
			if (values.length > 0) chat.setMeta(metaOf(entity, values));
			areMarksPut = true;
			if (sessionField === null || session !== null) return;
		}
		if (Date.now() < until) setTimeout(look, everyMs);
	}
	look();
}

if (document.currentScript) {
	try {
		start(readOptions(document.currentScript.dataset));
	} catch (error) {
		// A wrong attribute must not break the site.
		console.warn('session-to-chat:', error instanceof Error ? error.message : error);
	}
}

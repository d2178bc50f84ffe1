/**
 * For `node --require`: the process's clock (`Date`, not timers) is as many seconds off as the file
 * named by `CLOCK_SHIFT_FILE` says. Read anew ten times a second, or as often as the milliseconds in
 * `CLOCK_SHIFT_READ_MS` say, so that a test can make it jump.
 */
const { readFileSync } = require('node:fs');

const RealDate = Date;
// Not looked up later: a library may put its own function, which calls ours, in its place.
const realNow = Date.now;
let shiftMs = 0;

const read = () => {
	try {
		shiftMs = Number(readFileSync(process.env.CLOCK_SHIFT_FILE, 'utf8')) * 1000 || 0;
	} catch {
		shiftMs = 0;
	}
};
const now = () => realNow() + shiftMs;

if (process.env.CLOCK_SHIFT_FILE) {
	read();
	setInterval(read, Number(process.env.CLOCK_SHIFT_READ_MS) || 100).unref();
	globalThis.Date = new Proxy(RealDate, {
		construct: (target, values, made) =>
			Reflect.construct(target, values.length === 0 ? [now()] : values, made),
		apply: () => new RealDate(now()).toString(),
		get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
	});
}

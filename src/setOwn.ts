/**
 * Gives an object a member whose name came from outside: `__proto__` is a name like any other, assigned it would
 * be the prototype.
 */
export function setOwn<T>(target: Record<string, T>, name: string, value: T): void {
	if (name !== '__proto__') target[name] = value;
	else {
		Object.defineProperty(target, name, {
			...{ value, writable: true, enumerable: true, configurable: true },
		});
	}
}

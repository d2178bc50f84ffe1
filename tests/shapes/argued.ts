export interface Argued {
	readonly because: string;
	readonly of: Readonly<Record<string, readonly string[]>>;
}
export const argued: readonly Argued[] = [];

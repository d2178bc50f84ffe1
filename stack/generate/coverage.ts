import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation, Resource } from '../../src/catalog/define';
import { resources } from '../../src/catalog/resources';
import { messageOf } from '../../src/messageOf';
import { repositoryRoot } from '../paths';

/** One HTTP operation of the vendor's PHP SDK: `tests/coverage/yardstick.json`. */
export interface YardstickRow {
	readonly number: number;
	readonly service: string;
	readonly method: string;
	readonly httpMethod: string;
	/** With canonical names: `/api/v4/{entityType}/notes`. */
	readonly path: string;
}

/** As much of a table-test case as coverage needs; the cases are in `tests/operations`. */
interface Case {
	readonly operation: string;
	/** `route` is method and path of one request that the sandbox must see. */
	readonly requests: ReadonlyArray<{ readonly route: string }>;
}

export type Cases = Readonly<Record<string, readonly Case[]>>;

const isName = (segment: string): boolean => /^\{\w+\}$/.test(segment);

/** `{entityType}` of a route stands for leads, contacts, companies and so on; other names for any id. */
function isSameTemplate(route: string, row: string): boolean {
	const [own, wanted] = [route.split('/'), row.split('/')];
	return (
		own.length === wanted.length &&
		own.every((segment, i) => {
			const other = wanted[i] ?? '';
			if (segment === '{entityType}') return isName(other) || /^[a-z]\w*$/.test(other);
			return isName(segment) ? isName(other) && other !== '{entityType}' : segment === other;
		})
	);
}

const pathPattern = (template: string): RegExp =>
	new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);

/** The API Call reaches everything and is therefore no operation of its own. */
const routesOf = ({ route, run }: Operation): readonly string[] => {
	if (run.kind === 'call') return [];
	if (run.kind === 'upload') return [route, run.parts];
	if (run.kind === 'match' && run.update) return [route, run.update];
	return run.kind === 'batch' && run.single ? [route, run.single] : [route];
};

interface Coverage {
	readonly covered: readonly YardstickRow[];
	readonly missing: readonly YardstickRow[];
}

/** A row is covered by an operation of the same route that a case sends to the row's address. */
export function coverage(
	yardstick: readonly YardstickRow[],
	catalogue: readonly Resource[],
	cases: Cases,
): Coverage {
	const exercised = catalogue.flatMap(({ name, operations }) =>
		Object.entries(operations).map(([operationName, operation]) => ({
			routes: routesOf(operation),
			requests: (cases[name] ?? [])
				.filter(({ operation: own }) => own === operationName)
				.flatMap(({ requests }) => requests.map(({ route }) => route)),
		})),
	);
	const isCovered = ({ httpMethod, path }: YardstickRow): boolean =>
		exercised.some(
			({ routes, requests }) =>
				routes.some((route) => isSameTemplate(route, `${httpMethod} ${path}`)) &&
				requests.some((request) => pathPattern(`${httpMethod} ${path}`).test(request)),
		);
	return {
		covered: yardstick.filter(isCovered),
		missing: yardstick.filter((row) => !isCovered(row)),
	};
}

export const readYardstick = (): readonly YardstickRow[] =>
	JSON.parse(
		readFileSync(join(repositoryRoot, 'tests/coverage/yardstick.json'), 'utf8'),
	) as readonly YardstickRow[];

/** Not imported: the images are built without the tests. */
async function builtCases(): Promise<Cases> {
	const file = join(repositoryRoot, 'dist/tests/operations/cases.js');
	if (!existsSync(file)) throw new Error('dist/tests/operations is missing: run the build first');
	return ((await import(file)) as { readonly operationCases: Cases }).operationCases;
}

/** `npm run coverage`: what is covered, what is missing; fails below the floor given as argument. */
async function main(floor: number): Promise<void> {
	const { covered, missing } = coverage(readYardstick(), resources, await builtCases());
	const lines = missing.map(
		({ number, service, method, httpMethod, path }) =>
			`${String(number).padStart(4)}  ${httpMethod.padEnd(6)} ${path}  (${service} ${method})`,
	);
	const total = covered.length + missing.length;
	process.stdout.write(`${[`covered ${covered.length}/${total}`, ...lines].join('\n')}\n`);
	if (covered.length >= floor) return;
	process.stderr.write(`Fewer than ${floor} are covered.\n`);
	process.exitCode = 1;
}

if (require.main === module) {
	main(Number(process.argv[2] ?? 0)).catch((error: unknown) => {
		process.stderr.write(`${messageOf(error)}\n`);
		process.exitCode = 1;
	});
}

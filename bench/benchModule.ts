import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repositoryRoot } from '../stack/paths';

const requireBench = createRequire(join(repositoryRoot, 'bench', 'package.json'));

/** A package that `bench/package.json` brings; its types are the caller's word. */
export const benchModule = <Module>(name: string): Module => requireBench(name) as Module;

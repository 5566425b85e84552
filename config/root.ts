// Where the package lies on disk: the code runs from the sources and from dist/, its data files only from the root.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

function findRoot(): string {
  let folder = import.meta.dirname;
  for (;;) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'itibar') return folder;
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The itibar package folder was not found above its own code.');
    folder = parent;
  }
}

/** Absolute path of the package folder. */
export const packageRoot = findRoot();

/** The version in package.json. */
export const version: string = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version;

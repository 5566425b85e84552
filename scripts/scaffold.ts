// Writes the first files of a new source or notifier and renews the registries. Never overwrites anything.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../config/root.ts';
import { writeRegistries } from './gen-registry.ts';

interface Scaffold {
  kind: 'source' | 'notifier';
  /** Path from the root of the repository -> text. */
  files(id: string): Record<string, string>;
  /** The command to run next. */
  next(id: string): string;
}

/** Takes the id from the command line; says what is wrong and sets exit code 2, or writes the files. */
export function scaffold({ kind, files, next }: Scaffold): void {
  const id = process.argv[2] ?? '';
  const wanted = Object.entries(files(id));
  const taken = wanted.find(([path]) => existsSync(join(packageRoot, path)));
  const isNamed = /^[a-z][a-z\d]*(?:-[a-z\d]+)*$/.test(id);
  if (!isNamed || taken) {
    const problem = taken
      ? `${taken[0]} is already there. Choose another id.`
      : `Give the id in small letters and hyphens: npm run new:${kind} -- ornek-forum`;
    process.stderr.write(`${problem}\n`);
    process.exitCode = 2;
    return;
  }
  for (const [path, text] of wanted) {
    mkdirSync(dirname(join(packageRoot, path)), { recursive: true });
    writeFileSync(join(packageRoot, path), text);
    process.stdout.write(`Wrote ${path}\n`);
  }
  const paths = wanted.map(([path]) => path).filter((path) => path.endsWith('.ts'));
  execFileSync('npx', ['biome', 'check', '--write', '--log-level=error', ...paths], {
    cwd: packageRoot,
    stdio: 'ignore',
  });
  writeRegistries();
  process.stdout.write(`Next: ${next(id)}\nThe steps are in docs/adding-a-source.md.\n`);
}

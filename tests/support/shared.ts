// Real captured pages and labelled texts live beside the checkout and are never part of it. Tests that use them
// are skipped by name where they are not at hand; in CI that is a failure, because they should have run.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../../shared');

/** Absolute path of a file or folder beside the checkout, or null when it is not there. */
export function sharedPath(...parts: string[]): string | null {
  const path = resolve(root, ...parts);
  return existsSync(path) ? path : null;
}

/** A suite over real material; without it the suite is skipped by name, and fails in CI. */
export function describeShared(name: string, fn: (at: (...parts: string[]) => string) => void): void {
  if (existsSync(root)) {
    describe(name, () =>
      fn((...parts) => {
        const path = sharedPath(...parts);
        if (!path) throw new Error(`missing beside the checkout: ${parts.join('/')}`);
        return path;
      }),
    );
    return;
  }
  const title = `${name} (skipped: no shared fixtures beside the checkout)`;
  if (process.env['CI']) {
    describe(title, () => {
      it('finds the shared fixtures in CI', () => {
        throw new Error('CI must run this suite: the shared folder is not beside the checkout.');
      });
    });
  } else {
    describe.skip(title, () => {
      it.todo('needs the shared fixtures');
    });
  }
}

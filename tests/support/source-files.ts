// The repository's own TypeScript files and their import lines, read as text: what the rule tests look at.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export interface Import {
  /** As written. */
  specifier: string;
  /** Path from the root of the repository for our own files, null for packages. */
  path: string | null;
  /** Erased by the compiler. */
  isType: boolean;
  /** Loaded only when the line is reached. */
  isLazy: boolean;
}

export interface SourceFile {
  /** From the root, with slashes. */
  path: string;
  /** First folder, or the file's own name at the root. */
  area: string;
  text: string;
  /** The text without comments. */
  code: string;
  imports: Import[];
}

const SKIPPED = /(^|\/)(node_modules|dist|coverage|fixtures|data|\.[^/]*)(\/|$)/;

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const name = relative(ROOT, path).replaceAll('\\', '/');
    if (SKIPPED.test(name)) continue;
    if (entry.isDirectory()) yield* walk(path);
    else if (/\.tsx?$/.test(name) && !name.endsWith('.d.ts')) yield name;
  }
}

/** Drops whole-line and trailing comments. Text in quotes stays; a rule that could trip over it says so itself. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

const STATIC = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w*{][^'";]*?\sfrom\s+)?'([^']+)'/gm;
const LAZY = /(typeof\s+)?\bimport\(\s*'([^']+)'\s*\)(\.[A-Z])?/g;

/** Every import of a file: static, side effect, re-export, lazy and those in types. */
export function importsOf(path: string, code: string): Import[] {
  const make = (specifier: string, isType: boolean, isLazy: boolean): Import => {
    const isOurs = specifier.startsWith('.');
    const target = isOurs ? join(dirname(path), specifier).replaceAll('\\', '/') : null;
    return { specifier, path: target, isType, isLazy };
  };
  const found: Import[] = [];
  for (const [, type, specifier] of code.matchAll(STATIC)) found.push(make(specifier ?? '', Boolean(type), false));
  for (const [, type, specifier, member] of code.matchAll(LAZY))
    found.push(make(specifier ?? '', Boolean(type ?? member), true));
  return found;
}

export function sourceFiles(): SourceFile[] {
  return [...walk(ROOT)].sort().map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const code = withoutComments(text);
    return { path, area: path.split('/')[0] ?? path, text, code, imports: importsOf(path, code) };
  });
}

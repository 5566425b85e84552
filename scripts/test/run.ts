// Runs the projects of vitest.config.ts in processes of their own and counts from vitest's JSON report, so that a run
// that broke off half-way is never taken for a good one.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../..');

export interface Counts {
  passed: number;
  failed: number;
  skipped: { name: string; reason: string }[];
}

/** The part of vitest's JSON report that is read. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

export function addCounts(...all: Counts[]): Counts {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    skipped: all.flatMap(({ skipped }) => skipped),
  };
}

export function endLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
}

/** Counts of a report as vitest writes it. A file that could not even be loaded is one failure. */
export function countReport(report: unknown): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: [] };
  for (const file of reportSchema.parse(report).testResults) {
    const path = relative(ROOT, file.name);
    if (file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'))
      counts.failed += 1;
    for (const { fullName, status } of file.assertionResults) {
      if (status === 'passed') counts.passed += 1;
      else if (status === 'failed') counts.failed += 1;
      else counts.skipped.push({ name: `${path} > ${fullName}`, reason: reasonIn(fullName) });
    }
  }
  return counts;
}

/** Suites name their reason: 'name (skipped: no …)'. */
function reasonIn(name: string): string {
  return /\(skipped: ([^)]*)\)/.exec(name)?.[1] ?? 'switched off in its file';
}

/** Runs a project of vitest.config.ts; what vitest prints is shown as it comes. */
export function runVitest(project: string, env: Record<string, string>): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'itibar-test-'));
  const file = join(folder, 'report.json');
  try {
    const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const isGood = runNode(process.execPath, [vitest, 'run', '--project', project, ...options], env);
    if (!existsSync(file)) return { passed: 0, failed: 1, skipped: [] };
    const counts = countReport(JSON.parse(readFileSync(file, 'utf8')));
    // Errors outside of any test, such as an unhandled rejection, fail the run without failing a test.
    return isGood || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** True when the command ended well. */
export function runNode(command: string, args: string[], env: Record<string, string> = {}): boolean {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
  if (result.error) console.log(`${command} could not be started: ${result.error.message}`);
  return result.status === 0;
}

/** Test files below a folder, from the root of the repository. */
export function testFiles(folder: string): string[] {
  const path = join(ROOT, folder);
  if (!existsSync(path)) return [];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.test.ts')).map((name) => join(folder, name));
}

/** 'file > title' of every test, read from the text: without a browser the files cannot be run. */
export function namesIn(files: readonly string[]): string[] {
  return files.flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const titles = [...text.matchAll(/^\s*(?:it|test)(?:\.\w+\([^)]*\))?\(\s*(['"`])(.+?)\1/gm)].map(
      ([, , title]) => title,
    );
    return titles.length === 0 ? [file] : titles.map((title) => `${file} > ${title}`);
  });
}

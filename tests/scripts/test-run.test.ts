import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addCounts, countReport, endLine } from '../../scripts/test/run.ts';
import { findChromium } from '../support/chromium.ts';

const file = (status: string, results: [string, string][]) => ({
  name: join(import.meta.dirname, 'some.test.ts'),
  status,
  assertionResults: results.map(([fullName, state]) => ({ fullName, status: state })),
});

it('counts passed and failed tests and names the skipped ones with their reason', () => {
  const results: [string, string][] = [
    ['a works', 'passed'],
    ['b works', 'failed'],
    ['pages (skipped: no shared fixtures) are read', 'skipped'],
    ['c', 'todo'],
  ];
  const counts = countReport({ testResults: [file('failed', results)] });
  expect(counts).toEqual({
    passed: 1,
    failed: 1,
    skipped: [
      {
        name: 'tests/scripts/some.test.ts > pages (skipped: no shared fixtures) are read',
        reason: 'no shared fixtures',
      },
      { name: 'tests/scripts/some.test.ts > c', reason: 'switched off in its file' },
    ],
  });
  expect(endLine(counts)).toBe('1 passed, 1 failed, 2 skipped');
});

it('counts a file that could not be loaded as a failure', () => {
  const counts = countReport({ testResults: [file('failed', []), file('passed', [['a', 'passed']])] });
  expect(endLine(addCounts(counts, counts))).toBe('2 passed, 2 failed');
});

it('takes the Chromium that is named, else one on the PATH, else none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'itibar-chromium-'));
  const path = join(folder, 'google-chrome-stable');
  writeFileSync(path, '', { mode: 0o755 });
  expect(findChromium({ CHROMIUM_PATH: path })).toBe(path);
  expect(findChromium({ CHROMIUM_PATH: join(folder, 'gone'), PATH: folder })).toBe(null);
  expect([path, '/usr/bin/chromium']).toContain(findChromium({ PATH: folder }));
});

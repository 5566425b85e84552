// How the command line answers mistakes: exit codes, did-you-mean, JSON errors, configuration mistakes with their line.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshFolder, runCli } from '../support/cli.ts';

describe('help and wrong usage', { timeout: 60_000 }, () => {
  it('prints help for nothing at all, and for every command with examples', async () => {
    const nothing = await runCli([]);
    expect(nothing.code).toBe(0);
    const names = [...nothing.stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name ?? '');
    expect(names.length).toBeGreaterThan(15);
    const helps = await Promise.all(names.filter((name) => name !== 'help').map((name) => runCli([name, '--help'])));
    for (const help of helps) {
      expect(help.code).toBe(0);
      expect(help.stdout).toMatch(/Examples:|Commands:/);
      expect(help.stdout).toContain('--json');
    }
  });

  it('exits with 2 for what was typed wrong, and suggests what was meant', async () => {
    const typed = await Promise.all([
      runCli(['watc']),
      runCli(['watch']),
      runCli(['mentions', '--nonsense']),
      runCli(['mentions', '--sentiment', 'negativ']),
      runCli(['watch', 'add', 'x', '--every', 'soon']),
    ]);
    expect(typed.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2]);
    expect(typed[0]?.stderr).toContain('Did you mean watch?');
    expect(typed[3]?.stderr).toContain('Did you mean negative?');
    const json = await runCli(['mentions', '--nonsense', '--json']);
    expect(json).toMatchObject({ code: 2, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'cli.usage' } });
  });
});

describe('the configuration', { timeout: 60_000 }, () => {
  it('names a mistake with its line and the setting that was meant', async () => {
    const cwd = freshFolder();
    writeFileSync(join(cwd, 'itibar.yml'), 'locale: tr\nservr:\n  port: 1\n');
    const checked = await runCli(['config', 'check'], { cwd });
    expect(checked.code).toBe(1);
    expect(checked.stderr).toMatch(/itibar\.yml:2: unknown key "servr"\. Did you mean "server"\?/);
  });

  it('finds queries that cannot be read and brands that are there twice', async () => {
    const cwd = freshFolder();
    writeFileSync(
      join(cwd, 'itibar.yml'),
      'brands:\n  - name: Zarpak\n    watches: [{ name: a, query: "(zarpak" }]\n  - name: ZARPAK\n',
    );
    const { code, stderr } = await runCli(['config', 'check'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('brands.0.watches.0.query');
    expect(stderr).toContain('is used twice');
  });

  it('never prints a secret', async () => {
    const env = { ITIBAR_MAIL_PASSWORD: 'cok-gizli-parola' };
    const printed = await Promise.all([
      runCli(['config', 'print'], { env }),
      runCli(['config', 'print', '--json'], { env }),
    ]);
    for (const { code, stdout, stderr } of printed) {
      expect(code).toBe(0);
      expect(stdout + stderr).not.toContain('cok-gizli-parola');
    }
  });

  it('writes a first file that is good, and never overwrites one', async () => {
    for (const locale of ['tr', 'en']) {
      const cwd = freshFolder();
      const brand = 'Zar"pak: #1 [AŞ]';
      expect(
        (await runCli(['init', '--locale', locale, '--brand', brand, '--mail', 'pr@zarpak.example'], { cwd })).code,
      ).toBe(0);
      expect((await runCli(['config', 'check'], { cwd })).code).toBe(0);
      const before = readFileSync(join(cwd, 'itibar.yml'), 'utf8');
      expect((await runCli(['init'], { cwd })).code).toBe(1);
      expect(readFileSync(join(cwd, 'itibar.yml'), 'utf8')).toBe(before);
      expect(existsSync(join(cwd, 'data'))).toBe(false);
    }
  });
});

// A running itibar: answers, ends cleanly, is backed up meanwhile, keeps its port and its data to itself.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { endCli, freshFolder, runCli, startCli, untilSaid } from '../support/cli.ts';

async function started(data: string) {
  const running = await startCli(['--data', data, 'start', '--port', '0', '--json', '--log-level', 'error'], {
    cwd: data,
  });
  const [line] = await untilSaid(running, /\{.*"url".*\}/);
  return { running, facts: JSON.parse(line) as { url: string; setupUrl: string } };
}

describe('a running itibar', { timeout: 60_000 }, () => {
  it('answers, is backed up while it runs, refuses a restore, and ends cleanly', async () => {
    const data = freshFolder();
    await runCli([
      '--data',
      data,
      'watch',
      'add',
      'zarpak',
      '--create-brand',
      '-s',
      'feed:url=https://a.example/',
      '--every',
      '1d',
    ]);
    const { running, facts } = await started(data);
    try {
      expect(facts.setupUrl.startsWith(`${facts.url}/setup?token=`)).toBe(true);
      expect((await fetch(`${facts.url}/api/health`)).status).toBe(200);
      const copy = join(data, 'copies', 'one.db');
      expect((await runCli(['--data', data, 'backup', copy])).code).toBe(0);
      expect((await runCli(['--data', data, 'backup', copy])).stderr).toContain('already there');
      const refused = await runCli(['--data', data, 'restore', copy]);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('stop itibar first');
      const other = await runCli(['--data', freshFolder(), 'start', '--port', new URL(facts.url).port]);
      expect(other.code).toBe(1);
      expect(other.stderr).toContain('is used by another program');
    } finally {
      expect(await endCli(running, 'SIGINT')).toBe(0);
    }
  });

  it('restores a backup and keeps what was there', async () => {
    const data = freshFolder();
    const itibar = (...args: string[]) => runCli(['--data', data, ...args]);
    const names = async () =>
      (JSON.parse((await itibar('watch', 'list', '--json')).stdout) as { name: string }[]).map(({ name }) => name);
    await itibar('watch', 'add', 'ilk', '--create-brand', '-s', 'feed:url=https://a.example/');
    await itibar('backup', join(data, 'copy.db'));
    await itibar('watch', 'add', 'sonra', '-s', 'feed:url=https://a.example/');
    expect(await itibar('restore', join(data, 'copy.db'))).toMatchObject({ code: 0 });
    expect(await names()).toEqual(['ilk']);
    expect(readdirSync(data).some((name) => name.includes('before-restore'))).toBe(true);
    const wrong = await itibar('restore', join(data, 'no.db'));
    expect(wrong.code).toBe(1);
    expect(await names()).toEqual(['ilk']);
  });

  it('takes passwords from standard input and says in doctor what is missing', async () => {
    const data = freshFolder();
    const added = await runCli(['--data', data, 'user', 'add', 'ayse@zarpak.example', '--role', 'admin', '--json'], {
      input: 'uzun bir parola\n',
    });
    expect(added.code).toBe(0);
    expect(added.stdout).not.toContain('scrypt');
    expect((await runCli(['--data', data, 'user', 'add', 'b@zarpak.example'], { input: 'short\n' })).code).toBe(2);
    const doctor = await runCli(['--data', data, 'doctor', '--no-mail', '--json']);
    expect(doctor.code).toBe(0);
    const { findings } = JSON.parse(doctor.stdout) as { findings: { what: string; state: string }[] };
    expect(findings.find(({ what }) => what === 'people')?.state).toBe('ok');
    expect(findings.find(({ what }) => what === 'watches')?.state).toBe('warn');
    expect(existsSync(join(data, 'itibar.db'))).toBe(true);
  });
});

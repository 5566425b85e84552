// Watches from the command line, on a real database: add, list, pause, test, remove, and every slip of the finger.

import { beforeAll, describe, expect, it } from 'vitest';
import { freshFolder, runCli } from '../support/cli.ts';

describe('itibar watch', { timeout: 60_000 }, () => {
  let data = '';
  const itibar = (...args: string[]) => runCli(['--data', data, ...args]);

  beforeAll(async () => {
    data = freshFolder();
    const added = await itibar(
      'watch',
      'add',
      'zarpak',
      '--create-brand',
      '-s',
      'feed:url=https://haber.example/rss.xml',
    );
    expect(added).toMatchObject({ code: 0, stderr: '' });
  }, 60_000);

  it('adds one to the only brand, with its kind, pace, query and sources', async () => {
    const args = ['--kind', 'weak-point', '--every', '2h', '-q', 'zarpak (kargo OR teslimat)'];
    const sources = [
      '-s',
      'mastodon:server=https://sosyal.example,tag=zarpak',
      '-s',
      'feed:url=https://a.example/f?x=1,2',
    ];
    const { code, stdout } = await itibar('watch', 'add', 'Kargo', ...args, ...sources, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      watch: { name: 'Kargo', kind: 'weak-point', everyMs: 7_200_000, query: 'zarpak (kargo OR teslimat)' },
      brand: { name: 'zarpak' },
      sources: ['mastodon', 'feed'],
    });
    const listed = JSON.parse((await itibar('watch', 'list', '--json')).stdout) as { name: string }[];
    expect(listed.map(({ name }) => name).sort()).toEqual(['Kargo', 'zarpak']);
    const shown = JSON.parse((await itibar('watch', 'show', 'kargo', '--json')).stdout);
    expect(shown.subscriptions.map((one: { params: unknown }) => one.params)).toContainEqual({
      url: 'https://a.example/f?x=1,2',
    });
  });

  it('reads every outlet of a group that is named, and says which groups there are', async () => {
    const added = await itibar('watch', 'add', 'basın', '-s', 'feed:@yerel', '-s', 'feed:outlet=hurriyet', '--json');
    expect(added.code).toBe(0);
    const shown = JSON.parse((await itibar('watch', 'show', 'basın', '--json')).stdout);
    const read = shown.subscriptions.map((one: { params: { outlet: string } }) => one.params.outlet);
    expect(read).toEqual(expect.arrayContaining(['hurriyet', 'yeni-asir-gazetesi', 'son-muhur']));
    await itibar('watch', 'remove', 'basın', '--yes');
    const wrong = await itibar('watch', 'add', 'basın', '-s', 'feed:@bolgesel');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('feed:@ekonomi');
  });

  it('writes nothing when anything is wrong, and says what was meant', async () => {
    const wrong = await Promise.all([
      itibar('watch', 'add', 'yeni', '-s', 'fed:url=https://a.example'),
      itibar('watch', 'add', 'yeni', '-s', 'feed:url=not-an-address'),
      itibar('watch', 'add', 'yeni', '-q', '(zarpak'),
      itibar('watch', 'add', 'ZARPAK'),
      itibar('watch', 'add', 'yeni', '--brand', 'zarpk'),
      itibar('watch', 'add', 'yeni', '--brand', 'Başka', '--create-brand', '-s', 'feed:url=x'),
    ]);
    expect(wrong.map(({ code }) => code)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(wrong[0]?.stderr).toContain('Did you mean feed?');
    expect(wrong[1]?.stderr).toContain('sources.0.params.url');
    expect(wrong[3]?.stderr).toContain('already has a watch');
    expect(wrong[4]?.stderr).toContain('Did you mean "zarpak"?');
    const listed = JSON.parse((await itibar('watch', 'list', '--json')).stdout) as { name: string; brand: string }[];
    expect(listed.some(({ name, brand }) => name === 'yeni' || brand === 'Başka')).toBe(false);
  });

  it('pauses, resumes and tries a text', async () => {
    expect((await itibar('watch', 'pause', 'zarpak')).stdout).toBe('Paused: zarpak\n');
    const refused = await itibar('collect', 'zarpak');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('is paused');
    expect((await itibar('watch', 'resume', 'zarpak')).code).toBe(0);
    const tried = JSON.parse((await itibar('watch', 'test', 'zarpak', "Zarpak'tan aldım", '--json')).stdout);
    expect(tried).toMatchObject({ matched: true, spans: [{ start: 0 }] });
    expect((await itibar('watch', 'show', 'zarpk')).stderr).toContain('Did you mean "zarpak"?');
  });

  it('removes one by the beginning of its id', async () => {
    const added = JSON.parse(
      (await itibar('watch', 'add', 'geçici', '--json', '-s', 'feed:url=https://b.example/')).stdout,
    );
    const id = (added.watch.id as string).slice(0, 14);
    expect((await itibar('watch', 'remove', id, '--yes')).code).toBe(0);
    expect((await itibar('watch', 'show', 'geçici')).code).toBe(1);
  });
});

// Correcting, look-alikes, training and judging anew from the command line, as a person does it, on a real database.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshFolder, runCli } from '../support/cli.ts';

const TEXT = 'zarpak kargosu yine gecikti, üç gündür bekliyorum, kimse aramadı';

describe('learning from people', { timeout: 120_000 }, () => {
  let data = '';
  let ids: string[] = [];
  const itibar = (...args: string[]) => runCli(['--data', data, ...args]);
  const asked = async (...args: string[]) => JSON.parse((await itibar(...args, '--json')).stdout);

  beforeAll(async () => {
    data = freshFolder();
    await itibar('watch', 'add', 'zarpak', '--create-brand', '-s', 'feed:url=https://haber.example/rss.xml');
    const texts = [TEXT, `${TEXT} ya`, 'zarpak mağazası bugün Kadıköy çarşısında açıldı'];
    const file = join(data, 'in.jsonl');
    writeFileSync(file, texts.map((text, i) => JSON.stringify({ text, url: `https://ornek.example/${i}` })).join('\n'));
    expect(await itibar('import', file, '--brand', 'zarpak')).toMatchObject({ code: 0 });
    const found = (await asked('mentions')) as { id: string; url: string }[];
    ids = [0, 1, 2].map((i) => found.find(({ url }) => url.endsWith(`/${i}`))?.id ?? '');
  }, 120_000);

  it('corrects a mention, offers its copy, says the same of it when told to, and takes it back', async () => {
    const [id = '', copy = ''] = ids;
    const written = await asked('mentions', 'correct', id, '--sentiment', 'positive', '--type=+praise,-complaint');
    expect(written).toMatchObject([
      { field: 'sentiment', to: 'positive', by: 'cli' },
      { field: 'type', label: 'praise', to: 'yes' },
      { field: 'type', label: 'complaint', to: 'no' },
    ]);
    expect((await asked('mentions', '--sentiment', 'positive')).map((one: { id: string }) => one.id)).toEqual([id]);
    expect((await asked('mentions', 'alike', id))[0]).toMatchObject({ mentionIds: [copy], isApplied: false });
    expect((await itibar('mentions', 'alike', id, '--apply')).stdout).toContain('Said of all of them.');
    expect(await asked('mentions', '--sentiment', 'positive')).toHaveLength(2);
    expect(await asked('mentions', 'correct', id, '--undo')).toEqual({ undone: 3 });
    expect(await asked('mentions', '--sentiment', 'positive')).toHaveLength(1);
  });

  it('refuses what a field does not have, and a type without a sign', async () => {
    const [id = ''] = ids;
    expect(await itibar('mentions', 'correct', id)).toMatchObject({ code: 2 });
    expect((await itibar('mentions', 'correct', id, '--type', 'fraud')).stderr).toContain('--type=+fraud');
    expect((await itibar('mentions', 'correct', id, '--claim', 'maybe')).stderr).toContain(
      'unverified, true, partly, false',
    );
    expect((await itibar('mentions', 'correct', 'men_none', '--claim', 'true')).stderr).toContain('no mention');
  });

  it('learns from ten corrections on and not before, and goes back to none', async () => {
    expect((await itibar('train', '--dry-run')).stderr).toContain('learning starts with 10');
    expect((await itibar('train', 'list')).stdout).toContain('Nothing was learned yet');
    expect(await asked('train', 'rollback')).toEqual({ active: 0 });
    expect((await itibar('train', 'rollback', '4')).stderr).toContain('no learned version 4');
  });

  it('shows what judging anew would change, then does it', async () => {
    expect(await asked('reanalyze', '--since', '7d')).toMatchObject({ judgedCount: 3, changedCount: 0, isWhole: true });
    expect(await asked('reanalyze', '--apply')).toMatchObject({ state: 'done', doneCount: 3 });
    expect(await itibar('reanalyze', '--apply', '--preview')).toMatchObject({ code: 2 });
  });

  it('keeps the examples of a watch', async () => {
    const examples = ['--means', 'zarpak kargosu geldi', '--means-not', 'zarpak diye bir köy'];
    expect(await asked('watch', 'examples', 'zarpak', ...examples)).toMatchObject({
      positiveExamples: ['zarpak kargosu geldi'],
      negativeExamples: ['zarpak diye bir köy'],
    });
    expect((await itibar('watch', 'examples', 'zarpak')).stdout).toContain('2 examples of zarpak');
  });
});

// `itibar story` on a real database: what was imported is shown, merged, split, and comes apart again.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshFolder, runCli } from '../support/cli.ts';

const FIRE = 'Zarpak deposunda çıkan yangın sabaha karşı söndürüldü, ölen ya da yaralanan olmadı';
const STRIKE = 'Zarpak fabrikasında işçiler zam görüşmesi tıkanınca bu sabah greve başladı';

describe('itibar story', { timeout: 120_000 }, () => {
  it('shows, merges, splits and undoes', async () => {
    const data = freshFolder();
    const itibar = (...args: string[]) => runCli(['--data', data, ...args]);
    await itibar('watch', 'add', 'zarpak', '--create-brand', '-s', 'feed:url=https://haber.example/rss.xml');
    const lines = [FIRE, FIRE, STRIKE].map((text, i) => JSON.stringify({ id: `t${i}`, text, author: `kişi${i}` }));
    const file = join(data, 'mentions.jsonl');
    writeFileSync(file, `${lines.join('\n')}\n`);
    expect((await itibar('import', file, '--brand', 'zarpak')).code).toBe(0);
    const exported = await itibar('mentions', '--export', 'jsonl');
    const rows = exported.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { text: string; judgement: { storyId: string } });
    const storyOf = (word: string) => rows.find(({ text }) => text.includes(word))?.judgement.storyId ?? '';
    const [fire, strike] = [storyOf('yangın'), storyOf('greve')];
    expect(fire).toMatch(/^sto_/);
    expect((await itibar('story', 'show', fire)).stdout).toContain('2 times the same text');
    const merged = JSON.parse((await itibar('story', 'merge', fire, strike, '--json')).stdout);
    expect(merged).toMatchObject({ id: fire, mentionCount: 3 });
    expect(JSON.parse((await itibar('story', 'show', strike, '--json')).stdout)).toMatchObject({ id: fire });
    const undone = JSON.parse((await itibar('story', 'split', strike, '--undo', '--json')).stdout);
    expect(undone).toMatchObject({ story: { id: fire, mentionCount: 2 }, made: { id: strike, mentionCount: 1 } });
    const refused = await itibar('story', 'split', strike);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('at least one must stay');
  });
});

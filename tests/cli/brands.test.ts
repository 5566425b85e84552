// A brand's lists from the command line, on a real database.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshFolder, runCli } from '../support/cli.ts';

describe('itibar brand entity', { timeout: 60_000 }, () => {
  let data = '';
  const itibar = (...args: string[]) => runCli(['--data', data, ...args]);

  beforeAll(async () => {
    data = freshFolder();
    const source = 'feed:url=https://haber.example/rss.xml';
    expect((await itibar('watch', 'add', 'zarpak', '--create-brand', '-s', source)).code).toBe(0);
  }, 60_000);

  it('adds, lists and removes names, by Turkish kinds too', async () => {
    expect((await itibar('brand', 'entity', 'add', 'şube', 'Kadıköy Şubesi', '--alias', 'Rıhtım')).code).toBe(0);
    const wrong = await itibar('brand', 'entity', 'add', 'gezegen', 'Mars');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('product, seller, branch')]);
    expect(JSON.parse((await itibar('brand', 'entity', 'list', '--json')).stdout)).toEqual([
      { kind: 'branch', name: 'Kadıköy Şubesi', aliases: ['Rıhtım'] },
    ]);
    expect((await itibar('brand', 'entity', 'remove', 'kadıköy şubesi')).stdout).toContain('Removed: branch');
    expect((await itibar('brand', 'entity', 'remove', 'kadıköy şubesi')).code).toBe(1);
  });

  it('reads a file, tells the lines it cannot read, and finds the names in what comes in', async () => {
    const file = join(data, 'adlar.csv');
    writeFileSync(file, 'tür,ad,diğer\nşube,Kadıköy Şubesi,Rıhtım\nürün,Karnova Pro 3,KP3|Karnova\ngezegen,Mars\n');
    const read = JSON.parse((await itibar('brand', 'entity', 'import', file, '--json')).stdout);
    expect(read).toMatchObject({ lineCount: 2, addedCount: 2, unreadable: [4] });
    const rows = join(data, 'rows.jsonl');
    writeFileSync(
      rows,
      `${JSON.stringify({ id: '1', text: "zarpak Kadıköy'deki şubenizde KP3'ün kutusu boştu, tel 0532 111 22 33" })}\n`,
    );
    expect((await itibar('import', rows)).code).toBe(0);
    const found = async (name: string) => JSON.parse((await itibar('mentions', '--entity', name, '--json')).stdout);
    const [mention] = await found('kadıköy şubesi');
    expect(mention.judgement.entities.map((one: { kind: string; name: string }) => `${one.kind}:${one.name}`)).toEqual([
      'branch:Kadıköy Şubesi',
      'district:Kadıköy',
      'city:İstanbul',
      'product:Karnova Pro 3',
    ]);
    expect(mention.text).toContain('tel •••• ••• •• ••');
    expect(await found('product:karnova pro 3')).toHaveLength(1);
    expect(await found('Ankara')).toEqual([]);
    expect(
      JSON.parse((await itibar('brand', 'entity', 'count', '--kind', 'branch', '--json')).stdout).items,
    ).toHaveLength(1);
  });
});

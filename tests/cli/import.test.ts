// Imports with the real command line and a real database: CSV and JSON Lines, twice, with bad lines, into the exports.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshFolder, jsonLines, runCli } from '../support/cli.ts';

const CSV = [
  'kimlik;metin;tarih;yazar;kanal',
  '1;"Zarpak kargom gelmedi; üç haftadır bekliyorum";24.11.2026 09:30;Ayşe;forum',
  '2;Zarpak çok iyi, teşekkürler;24.11.2026 10:00;Ali;instagram',
  '3;;24.11.2026 10:00;Boş;forum',
  '4;=HYPERLINK("http://kotu.example");24.11.2026 11:00;Mehmet;',
].join('\n');

const JSONL = [
  '{"id":"a","text":"Zarpak iademi yapmıyor, dolandırıldım!","publishedAt":"2026-11-23T08:00:00Z","channel":"complaint"}',
  'no json at all',
  '{"id":"b","text":"Zarpak uygulaması açılmıyor","publishedAt":"dün gibi bir şey"}',
  '{"id":"c","text":"Zarpak uygulaması açılmıyor, hata veriyor"}',
].join('\n');

describe('itibar import', { timeout: 60_000 }, () => {
  let data = '';
  const itibar = (...args: string[]) => runCli(['--data', data, ...args]);
  const file = (name: string, text: string) => {
    const path = join(data, name);
    writeFileSync(path, text);
    return path;
  };

  beforeAll(async () => {
    data = freshFolder();
    expect((await itibar('watch', 'add', 'zarpak', '--create-brand', '-s', 'feed:url=https://a.example/')).code).toBe(
      0,
    );
  }, 60_000);

  it('brings in CSV and JSON Lines, judges them, and names the bad lines', async () => {
    const csv = JSON.parse((await itibar('import', file('a.csv', CSV), '--json')).stdout);
    expect(csv).toMatchObject({ readCount: 4, addedCount: 3, badCount: 1, judgedCount: 3 });
    expect(csv.errors).toEqual([{ line: 4, error: expect.any(String) }]);
    const jsonl = JSON.parse((await itibar('import', file('b.jsonl', JSONL), '--json')).stdout);
    expect(jsonl).toMatchObject({ readCount: 4, addedCount: 2, badCount: 2, judgedCount: 2 });
    expect(jsonl.errors.map(({ line }: { line: number }) => line)).toEqual([2, 3]);
  });

  it('stores nothing twice', async () => {
    const again = JSON.parse((await itibar('import', join(data, 'a.csv'), '--json')).stdout);
    expect(again).toMatchObject({ addedCount: 0, knownCount: 3, judgedCount: 0 });
    const { stdout } = await itibar('mentions', '--export', 'jsonl');
    expect(jsonLines(stdout)).toHaveLength(5);
    expect(jsonLines(stdout).every((line) => line.judgement !== null)).toBe(true);
  });

  it('shows how an imported item was before it was brought in anew, and what became of it', async () => {
    const ticket = (text: string, status: string) =>
      file('t.jsonl', JSON.stringify({ id: 'kayit-9', text, status, answer: 'Bakıyoruz.', phone: '' }));
    await itibar('import', ticket('Zarpak kargom yok, 0532 111 22 33', 'Açık'));
    const again = JSON.parse((await itibar('import', ticket('Zarpak kargom geldi', 'Çözüldü'), '--json')).stdout);
    expect(again).toMatchObject({ addedCount: 0, knownCount: 1, judgedCount: 1 });
    const [found] = JSON.parse((await itibar('mentions', '--search', 'kargom', '--json')).stdout);
    expect(found).toMatchObject({ editCount: 1, resolution: { state: 'solved', answer: 'Bakıyoruz.' } });
    const shown = JSON.parse((await itibar('mentions', 'show', found.id, '--json')).stdout);
    expect(shown).toMatchObject({ sightings: [{ sourceId: 'import' }], versions: [{ resolution: { state: 'open' } }] });
    expect(shown.versions[0].text).toMatch(/^Zarpak kargom yok, [^5]*$/);
    const page = (await itibar('mentions', 'show', found.id)).stdout;
    for (const part of ['Zarpak kargom geldi', 'solved: Bakıyoruz.', 'Zarpak kargom yok']) expect(page).toContain(part);
    expect((await itibar('mentions', 'show', 'men_yok')).code).toBe(1);
  });

  it('filters, and exports CSV that a spreadsheet cannot run', async () => {
    const complaints = jsonLines((await itibar('mentions', '--channel', 'complaint', '--export', 'jsonl')).stdout);
    expect(complaints.map((line) => line.channel)).toEqual(['complaint']);
    const csv = (await itibar('mentions', '--export', 'csv')).stdout;
    expect(csv.split('\n')[0]).toMatch(/^id,publishedAt,.*,seenThrough,edits,resolution,answer,claim$/);
    expect(csv).toMatch(/,import,1,solved,Bakıyoruz\.,unverified$/m);
    expect(csv).toContain('"\'=HYPERLINK');
    const found = JSON.parse((await itibar('mentions', '--search', 'uygulaması', '--json')).stdout);
    expect(found).toHaveLength(1);
  });

  it('raises alerts from live lines and never from history', async () => {
    const severe = (id: string) =>
      `{"id":"${id}","text":"Zarpak adına sahte site açmışlar, kart bilgilerimi çaldılar, dolandırıldım! ${id}"}`;
    await itibar('import', file('c.jsonl', severe('old')));
    expect(JSON.parse((await itibar('incident', 'list', '--json')).stdout)).toEqual([]);
    await itibar('import', file('d.jsonl', severe('new')), '--live');
    const [incident] = JSON.parse((await itibar('incident', 'list', '--json')).stdout);
    expect(incident).toMatchObject({ state: 'open' });
    expect((await itibar('incident', 'ack', 'last', 'bakıyoruz')).code).toBe(0);
    const shown = JSON.parse((await itibar('incident', 'show', incident.id.slice(0, 12), '--json')).stdout);
    expect(shown.state).toBe('acknowledged');
    expect(shown.timeline.map(({ kind }: { kind: string }) => kind)).toContain('acknowledged');
  });

  it('says what to do when the file or the brand is missing', async () => {
    expect((await itibar('import', '/no/such.csv')).stderr).toContain('there is no such file');
    expect((await itibar('import', join(data, 'a.csv'), '--brand', 'zarpk')).stderr).toContain(
      'Did you mean "zarpak"?',
    );
    expect((await itibar('import', join(data, 'a.csv'), '--channel', 'forum')).code).toBe(2);
  });
});

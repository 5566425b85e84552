// What scripts and measurements rely on to the letter: shapes, ids, bad lines in their place, exit codes.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshFolder, jsonLines, runCli } from '../support/cli.ts';

const FIELDS = ['id', 'language', 'relevance', 'sentiment', 'aspects', 'findings', 'actor', 'pii', 'severity'];

function fileOf(name: string, content: string | Buffer): string {
  const path = join(freshFolder(), name);
  writeFileSync(path, content);
  return path;
}

describe('itibar analyze', { timeout: 60_000 }, () => {
  it('gives the fields of the contract and an error object in the place of every bad line', async () => {
    const lines = [
      '{"id":"a","text":"Param iade edilmedi, bu resmen dolandırıcılık!","brand":"Markam","channel":"social"}',
      'not json',
      '{"id":7,"text":5}',
      '{"id":{"x":1},"text":"olmaz"}',
      '',
      '["list"]',
      '{"text":"Kargo hızlıydı, teşekkürler.","publishedAt":"2026-11-24T09:00:00Z"}',
      '{"id":0,"text":"","title":"Başlık var"}',
    ];
    const { code, stdout } = await runCli(['analyze', '-'], { input: lines.join('\n') });
    const out = jsonLines(stdout);
    expect(code).toBe(0);
    expect(out.map((line) => ('error' in line ? line.line : line.id))).toEqual(['a', 2, 3, 4, 6, null, 0]);
    expect(out[2]).toEqual({ id: 7, line: 3, error: '"text" must be a text.' });
    const judged = out.filter((line) => !('error' in line));
    for (const line of judged) expect(Object.keys(line)).toEqual(FIELDS);
    expect(judged[0]).toMatchObject({ relevance: { isBrand: expect.any(Boolean) }, sentiment: { label: 'negative' } });
    expect(judged[1]?.relevance).toBeNull();
  });

  it('keeps ids that have more digits than a number of JavaScript', async () => {
    const input = '{"author":{"id":5},"id":1234567890123456789,"text":"a"}\n{"id":9876543210987654321}\n';
    const { stdout } = await runCli(['analyze'], { input });
    const [first, second] = stdout.split('\n');
    expect(first?.startsWith('{"id":1234567890123456789,"language"')).toBe(true);
    expect(second).toBe('{"id":9876543210987654321,"line":2,"error":"\\"text\\" is missing."}');
  });

  it('gives nothing for nothing, and survives binary rubbish and lines of a megabyte', async () => {
    expect(await runCli(['analyze'], { input: '' })).toEqual({ code: 0, stdout: '', stderr: '' });
    const rubbish = Buffer.from(Array.from({ length: 50_000 }, (_, at) => (at * 7919 + (at >> 3)) % 256));
    const long = JSON.stringify({ id: 'long', text: 'çok kötü ürün '.repeat(75_000) });
    const input = Buffer.concat([rubbish, Buffer.from(`\n${long}\n`)]);
    const { code, stdout } = await runCli(['analyze'], { input });
    const out = jsonLines(stdout);
    expect(code).toBe(0);
    expect(out.at(-1)?.id).toBe('long');
    expect(out.slice(0, -1).every((line) => typeof line.error === 'string')).toBe(true);
  });

  it('says in one sentence that a file is missing and exits with 1', async () => {
    const missing = await runCli(['analyze', '/no/such/file.jsonl']);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toBe('itibar: The file /no/such/file.jsonl cannot be read: there is no such file.\n');
    const json = await runCli(['analyze', '/no/such/file.jsonl', '--json']);
    expect([json.code, json.stderr]).toEqual([1, '']);
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'cli.unreadable' } });
  });
});

describe('itibar lab', { timeout: 60_000 }, () => {
  it('matches a query with spans and a reason, and refuses a query that cannot be read as wrong usage', async () => {
    const input = '{"id":"1","text":"Zarpak\'tan aldım","title":null}\n{"text":"başka bir şey"}\nx\n';
    const { code, stdout } = await runCli(['lab', 'match', '--query', 'zarpak'], { input });
    expect(code).toBe(0);
    const [first, second, third] = jsonLines(stdout);
    expect(first).toMatchObject({ id: '1', matched: true, spans: [{ start: 0, term: 'zarpak' }] });
    expect(Object.keys(first ?? {})).toEqual(['id', 'matched', 'spans', 'why']);
    expect(second).toMatchObject({ id: null, matched: false, spans: [] });
    expect(third).toEqual({ line: 3, error: 'The line is not valid JSON.' });
    expect((await runCli(['lab', 'match', '--query', '(zarpak'], { input })).code).toBe(2);
    expect((await runCli(['lab', 'match'], { input })).code).toBe(2);
  });

  it('puts copies into one story, keeps the order and the ids', async () => {
    const complaint = 'Kargom üç haftadır gelmedi, destek hattı telefonu açmıyor, paramı da iade etmiyorlar';
    const rows = [
      { id: 1, text: `${complaint}.` },
      { id: 'two', text: 'Bugün mağazada çalışan herkes çok ilgiliydi, teşekkür ederim.' },
      { id: 3, text: `RT @biri: ${complaint}!!` },
    ];
    const input = `${rows.map((row) => JSON.stringify(row)).join('\n')}\n{"id":4}\n`;
    const { code, stdout } = await runCli(['lab', 'stories'], { input });
    const [one, two, three, bad] = jsonLines(stdout);
    expect(code).toBe(0);
    expect([one?.id, two?.id, three?.id]).toEqual([1, 'two', 3]);
    expect(three?.story).toBe(one?.story);
    expect(two?.story).not.toBe(one?.story);
    expect(bad).toMatchObject({ id: 4, line: 4 });
  });

  it('reads one feed as one object, several with their file, and goes on after a refused one', async () => {
    const feed =
      '<rss version="2.0"><channel><title>Zarpak haber</title><link>https://zarpak.example/</link><item><title>İlk</title><link>https://zarpak.example/1</link></item></channel></rss>';
    const [good, bad] = [fileOf('a.xml', feed), fileOf('b.xml', 'no feed at all')];
    const one = await runCli(['lab', 'feed', good]);
    expect(jsonLines(one.stdout)).toEqual([
      {
        title: 'Zarpak haber',
        link: 'https://zarpak.example/',
        items: [expect.objectContaining({ title: 'İlk', link: 'https://zarpak.example/1', publishedAt: null })],
      },
    ]);
    const several = await runCli(['lab', 'feed', good, bad, '/no/such.xml']);
    expect(several.code).toBe(0);
    const out = jsonLines(several.stdout);
    expect(out.map((line) => line.file)).toEqual([good, bad, '/no/such.xml']);
    expect(out.map((line) => 'error' in line)).toEqual([false, true, true]);
    expect((await runCli(['lab', 'feed', bad])).code).toBe(1);
  });

  it('extracts articles with the addresses of a map, and refuses what it cannot read by name', async () => {
    const page =
      '<html lang="tr"><head><title>Zarpak büyüdü</title></head><body><article><h1>Zarpak büyüdü</h1><p>Zarpak bu yıl üç yeni depo açtı ve iki yüz kişiye iş verdi.</p><p>Şirket gelecek yıl da büyümeyi planlıyor.</p></article></body></html>';
    const [good, map] = [fileOf('a.html', page), fileOf('map.json', '{}')];
    const out = jsonLines((await runCli(['lab', 'extract', good, '/no/such.html', '--url-map', map])).stdout);
    expect(out[0]).toMatchObject({
      file: good,
      title: 'Zarpak büyüdü',
      author: null,
      publishedAt: null,
      language: 'tr',
    });
    expect(out[0]?.text).toContain('üç yeni depo');
    expect(out[1]).toMatchObject({ file: '/no/such.html', error: expect.stringContaining('no such file') });
    expect((await runCli(['lab', 'extract', good, '--url-map', good])).code).toBe(2);
  });
});

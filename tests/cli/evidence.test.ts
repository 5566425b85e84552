// `itibar evidence` with the real command line: capture over loopback, a changed file found out, the ZIP.

import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../core/id.ts';
import type { Evidence } from '../../core/types.ts';
import { freshFolder, jsonLines, runCli } from '../support/cli.ts';
import { readZip } from '../support/zip.ts';

const PAGE = `<!doctype html><title>Şikâyet</title><article><h1>Şikâyet</h1><p>${'Zarpak iademi yapmıyor. '.repeat(20)}</p></article>`;

describe('itibar evidence', { timeout: 120_000 }, () => {
  const server = createServer((request, response) =>
    request.url === '/robots.txt'
      ? response.writeHead(404).end()
      : response.setHeader('content-type', 'text/html; charset=utf-8').end(PAGE),
  );
  let data = '';
  let mentionId = '';
  let pack: Evidence;
  const itibar = (...args: string[]) =>
    runCli(['--config', join(data, 'itibar.yml'), '--data', data, 'evidence', ...args]);

  beforeAll(async () => {
    data = freshFolder();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    writeFileSync(join(data, 'itibar.yml'), `fetch:\n  minInterval: 0s\n  allowHosts: ["${host}"]\n`);
    writeFileSync(
      join(data, 'a.jsonl'),
      JSON.stringify({ id: 'a', text: 'Zarpak kötü', url: `http://${host}/sikayet` }),
    );
    const plain = (...args: string[]) => runCli(['--config', join(data, 'itibar.yml'), '--data', data, ...args]);
    await plain('watch', 'add', 'zarpak', '--create-brand', '-s', 'feed:url=https://a.example/');
    await plain('import', join(data, 'a.jsonl'));
    mentionId = String(jsonLines((await plain('mentions', '--export', 'jsonl')).stdout)[0]?.id);
  }, 120_000);
  afterAll(() => server.close());

  it('captures a mention now, lists it and shows its hashes', async () => {
    const { code, stdout, stderr } = await itibar('capture', mentionId, '--json');
    expect([code, stderr]).toEqual([0, '']);
    pack = JSON.parse(stdout);
    expect(pack).toMatchObject({ mentionId, reason: 'asked', by: 'cli', outcome: 'ok', status: 200 });
    expect(pack.files.map(({ name }) => name)).toEqual(expect.arrayContaining(['mention.json', 'page.warc.gz']));
    expect((await itibar('list')).stdout).toContain(pack.id.slice(0, 12));
    expect((await itibar('show', pack.id.slice(0, 12))).stdout).toContain(pack.files[0]?.sha256);
    expect((await itibar('capture', 'men_none')).code).toBe(1);
  });

  it('verifies, and writes a ZIP once', async () => {
    expect(await itibar('verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('Unchanged') });
    const file = join(data, 'kanit.zip');
    const { code, stdout } = await itibar('export', '--mention', mentionId, '-o', file, '--json');
    expect(code).toBe(0);
    const { manifestSha256 } = JSON.parse(stdout);
    expect(sha256(readZip(readFileSync(file)).get('manifest.json')?.toString() ?? '')).toBe(manifestSha256);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await itibar('export', pack.id, '-o', file);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/there already/) });
    expect((await itibar('export')).code).toBe(2);
    expect((await itibar('export', '--mention', mentionId, '--story', 'sto_1')).code).toBe(2);
  });

  it('finds out what was changed, and fails', async () => {
    const hash = pack.files[0]?.sha256 ?? '';
    const path = join(data, 'evidence', hash.slice(0, 2), hash);
    chmodSync(path, 0o600);
    writeFileSync(path, '{}');
    const { code, stdout } = await itibar('verify', pack.id);
    expect(code).toBe(1);
    expect(stdout).toMatch(/altered .*mention\.json/);
    expect(stdout).toContain(hash);
    expect(stdout).toContain(sha256('{}'));
  });
});

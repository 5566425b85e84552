// `itibar source`: what stands between a source and its reading is said, and no key is ever printed.

import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { freshFolder, runCli } from '../support/cli.ts';

describe('itibar source', { timeout: 60_000 }, () => {
  it('marks sources without their key and sources that never saw the live site', async () => {
    const env = { ITIBAR_KEYS: '{"youtube":"yt-secret-0001"}' };
    const { stdout } = await runCli(['source', 'list', '--data', freshFolder(), '--json'], { env });
    const sources = JSON.parse(stdout) as { id: string; missingKeys: string[]; isVerifiedLive: boolean }[];
    const of = (id: string) => sources.find((source) => source.id === id);
    expect(of('youtube')).toMatchObject({ missingKeys: [], isVerifiedLive: true });
    expect(of('reddit')).toMatchObject({ missingKeys: ['reddit'] });
    expect(of('sikayetvar')).toMatchObject({ missingKeys: [], isVerifiedLive: false });
    expect(stdout).not.toContain('yt-secret-0001');
    const table = await runCli(['source', 'list', '--data', freshFolder()]);
    expect(table.stdout).toMatch(/^reddit .*\[needs keys\.reddit\]/m);
    expect(table.stdout).toMatch(/^sikayetvar .*\[unverified against the live site\]/m);
  });

  it('shows what can, may and cannot be seen of each platform', async () => {
    const data = freshFolder();
    const { code, stdout } = await runCli(['source', 'coverage', '--data', data, '--json']);
    expect(code).toBe(0);
    const entries = JSON.parse(stdout) as { id: string; level: string; sources: { missingKeys: string[] }[] }[];
    const of = (id: string) => entries.find((entry) => entry.id === id);
    expect(of('whatsapp')).toMatchObject({ level: 'none' });
    expect(of('instagram')?.sources).toMatchObject([{ id: 'instagram', missingKeys: ['instagram'] }]);
    expect((await runCli(['source', 'coverage', '--data', data])).stdout).toMatch(/^TikTok {2}cannot be seen$/m);
  });

  it('asks for a missing key by the name of its setting', async () => {
    const { code, stderr } = await runCli(['source', 'try', 'reddit', 'markam', '--data', freshFolder()]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/keys\.reddit .*ITIBAR_KEYS/);
  });

  it('listens to a stream for a moment and shows what it heard', async () => {
    const server = createServer();
    new WebSocketServer({ server, handleProtocols: () => 'xrpc.v1.json' }).on('connection', (socket) => {
      const commit = {
        operation: 'create',
        collection: 'app.bsky.feed.post',
        rkey: 'k1',
        record: { text: 'Markam kargom yok' },
      };
      socket.send(JSON.stringify({ did: 'did:plc:ornek', time_us: 1_795_500_000_000_000, kind: 'commit', commit }));
      socket.close();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const data = freshFolder();
    writeFileSync(join(data, 'itibar.yml'), `fetch: { allowHosts: ["${host}"] }`);
    const asked = ['source', 'try', `bluesky:jetstream=ws://${host}`, '--data', data, '--json'];
    const { code, stdout } = await runCli(asked, { cwd: data });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      attempts: [{ method: 'LISTEN', outcome: 'ok', status: 101 }],
      mentions: [{ text: 'Markam kargom yok', sourceId: 'bluesky' }],
    });
  });

  it('prints the address of a webhook, where to enter it, and no secret', async () => {
    const data = freshFolder();
    const settings = '{ secret: cok-gizli-0001, brand: Markam, source: zendesk, params: { subdomain: markam } }';
    const lines = ['server: { publicUrl: "https://itibar.example" }', `webhooks: { destek: ${settings} }`];
    writeFileSync(join(data, 'itibar.yml'), lines.join('\n'));
    const shown = await runCli(['source', 'show', 'zendesk', '--data', data], { cwd: data });
    expect(shown.stdout).toContain('https://itibar.example/hooks/destek');
    expect(shown.stdout).toContain('Signing secret');
    expect(shown.stdout + shown.stderr).not.toContain('cok-gizli');
    const other = await runCli(['source', 'show', 'freshdesk', '--data', data], { cwd: data });
    expect(other.stdout).toMatch(/webhooks: \{ freshdesk: .*params: \{ domain: "markam" \}/);
  });
});

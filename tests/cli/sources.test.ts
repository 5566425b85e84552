// `itibar source`: what stands between a source and its reading is said, and no key is ever printed.

import { describe, expect, it } from 'vitest';
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
});

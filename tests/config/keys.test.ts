import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig, redacted } from '../../config/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'itibar-keys-'));

function load(env: Record<string, string>, yaml?: string) {
  const file = join(folder, `${Math.random()}.yml`);
  writeFileSync(file, yaml ?? '');
  return loadConfig({ env, file }).config;
}

describe('keys in the configuration', () => {
  it('come from the file, from the environment as JSON, and from a file that the environment names', () => {
    const secrets = join(folder, 'keys.json');
    writeFileSync(secrets, '{"brave":"brave-key-0002"}\n');
    expect(load({}, 'keys:\n  youtube: youtube-key-1\n').keys).toEqual({ youtube: 'youtube-key-1' });
    expect(load({ ITIBAR_KEYS: '{"brave":"brave-key-0001"}' }, 'keys:\n  youtube: youtube-key-1\n').keys).toEqual({
      brave: 'brave-key-0001',
      youtube: 'youtube-key-1',
    });
    expect(load({ ITIBAR_KEYS_FILE: secrets }).keys).toEqual({ brave: 'brave-key-0002' });
  });

  it('are never printed', () => {
    const shown = redacted(load({ ITIBAR_KEYS: '{"x":"x-key-000001","reddit":"id-0001:secret-0001"}' }));
    expect((shown as { keys: unknown }).keys).toEqual({ x: '•••', reddit: '•••' });
  });

  it('are refused when they are cut short, without being repeated', () => {
    expect(() => load({ ITIBAR_KEYS: '{"x":"short"}' })).toThrow(/^keys\.x: must be the whole key/);
    expect(() => load({ ITIBAR_KEYS: '{"x":"short"}' })).not.toThrow(/short"/);
  });
});

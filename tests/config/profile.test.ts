// Two profiles and no matrix: what goes together is opened, anything else is named in one sentence.

import { describe, expect, it } from 'vitest';
import { loadConfig, redacted } from '../../config/load.ts';
import { profileOf } from '../../config/profile.ts';

const MONGO = 'mongodb://itibar:gizli@db.example:27017/itibar';
const REDIS = 'redis://:gizli@redis.example:6379/0';

const load = (flags: Record<string, unknown>) => loadConfig({ env: {}, cwd: '/', flags }).config;

describe('profiles', () => {
  it('is embedded when nothing is said', () => {
    expect(profileOf(load({}))).toBe('embedded');
  });

  it('is scaled with MongoDB and Redis together', () => {
    const config = load({
      ...{ 'store.kind': 'mongo', 'store.url': MONGO, 'queue.kind': 'bullmq', 'queue.url': REDIS },
    });
    expect(profileOf(config)).toBe('scaled');
  });

  it.each([
    [{ 'store.kind': 'mongo', 'store.url': MONGO }, 'do not go together'],
    [{ 'queue.kind': 'bullmq', 'queue.url': REDIS }, 'do not go together'],
    [{ 'store.url': MONGO }, 'store.url is set, but store.kind is sqlite'],
    [{ 'queue.url': REDIS }, 'queue.url is set, but queue.kind is local'],
    [{ 'store.kind': 'mongo', 'queue.kind': 'bullmq', 'queue.url': REDIS }, 'must be an address of MongoDB'],
    [{ 'store.kind': 'mongo', 'store.url': MONGO, 'queue.kind': 'bullmq' }, 'must be an address of Redis'],
  ])('refuses %j with a sentence', (flags, sentence) => {
    expect(() => load(flags)).toThrow(sentence);
  });

  it('never shows the passwords of the addresses', () => {
    for (const url of [MONGO, MONGO.replace('mongodb:', 'mongodb+srv:')]) {
      const config = load({
        ...{ 'store.kind': 'mongo', 'store.url': url, 'queue.kind': 'bullmq', 'queue.url': REDIS },
        'metrics.token': 'gizli-anahtar',
      });
      expect(JSON.stringify(redacted(config))).not.toContain('gizli');
    }
  });
});

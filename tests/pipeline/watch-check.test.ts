import { describe, expect, it } from 'vitest';
import { sources } from '../../crawlers/sources/index.gen.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { defaultSources } from '../../pipeline/watch-check.ts';

describe('what a watch reads when nobody chose', () => {
  it('is what needs no parameters and no key, and never what a person must opt into', () => {
    const ids = defaultSources({ sources } as Deps).map(({ sourceId }) => sourceId);
    expect(ids).toContain('bing-news');
    expect(ids).not.toContain('google-news');
    expect(sources.get('google-news')?.manifest).toMatchObject({ isOptIn: true, politeness: { obeysRobots: true } });
    expect(ids).not.toContain('x');
  });
});

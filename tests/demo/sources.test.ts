// The demo has no back door: the same sources that read the real web must read the sample web. This suite takes every
// source that the demo's brand names, asks it for its plan, fetches that from the sample web and lets it parse.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { demoBrand } from '../../demo/brand.ts';
import { TIMELINE } from '../../demo/scenario.ts';
import { sampleWebs } from './support.ts';

const start = sampleWebs();
const CONTEXT = {
  query: 'pazarlamacım OR pazarlamacim',
  terms: ['pazarlamacım'],
  timeZone: 'Europe/Istanbul',
  keys: {},
};

function pathOf(id: string): string {
  return resolve(import.meta.dirname, `../../crawlers/sources/${id}.ts`);
}

async function loadSource(id: string): Promise<Source> {
  const module = (await import(pathToFileURL(pathOf(id)).href)) as Record<string, unknown>;
  const found = Object.values(module).find((value) => (value as Partial<Source> | null)?.manifest?.id === id);
  if (!found) throw new Error(`crawlers/sources/${id}.ts exports no source with the id ${id}`);
  return found as Source;
}

/** Reads one subscription as the crawler would: plan, fetch, parse, and at most five further pages. */
async function collect(source: Source, rawParams: unknown, now: number): Promise<RawMention[]> {
  const params = source.manifest.params.parse(rawParams);
  const queue: RequestPlan[] = [...source.plan(params, null, { ...CONTEXT, now })];
  const mentions: RawMention[] = [];
  for (let asked = 0; asked < 6; asked++) {
    const plan = queue.shift();
    if (!plan) break;
    const response = await fetch(plan.url, {
      method: plan.method ?? 'GET',
      headers: plan.headers ?? {},
      ...(plan.body === undefined ? {} : { body: plan.body }),
    });
    const reply = {
      url: response.url,
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
      receivedAt: now,
    };
    const { timeZone, keys } = CONTEXT;
    const page = source.parse(reply, { params, cursor: null, now, timeZone, keys, note: plan.note });
    mentions.push(...page.mentions);
    queue.push(...(page.next ?? []));
  }
  return mentions;
}

describe('the sources of the demo’s brand', () => {
  for (const id of ['feed', 'mastodon', 'discourse', 'app-store-reviews']) {
    if (!existsSync(pathOf(id)) && !process.env['CI']) {
      it.skip(`${id} reads the sample web (skipped: crawlers/sources/${id}.ts is not there)`, () => undefined);
      continue;
    }
    it(`${id} reads the ordinary day and the crisis from the sample web`, async () => {
      const { web, clock } = await start();
      const source = await loadSource(id);
      const subscription = demoBrand(web.sites)
        .watches?.flatMap((watch) => watch.sources ?? [])
        .find((candidate) => candidate.id === id);
      if (!subscription) throw new Error(`the demo's brand does not use ${id}`);
      const before = await collect(source, subscription.params, clock.now());
      expect(before.length).toBeGreaterThan(0);
      await clock.advance(TIMELINE.calmingAt);
      const after = await collect(source, subscription.params, clock.now());
      const known = new Set(before.map((mention) => mention.nativeId ?? mention.url));
      expect(after.filter((mention) => !known.has(mention.nativeId ?? mention.url)).length).toBeGreaterThan(0);
      for (const mention of after) {
        expect(mention.text.trim() || mention.title?.trim()).toBeTruthy();
        expect(mention.text).not.toMatch(/<\/?(p|a|span)\b|&(amp|quot|#39);/);
        expect(mention.publishedAt).toBeLessThanOrEqual(clock.now());
      }
    });
  }
});

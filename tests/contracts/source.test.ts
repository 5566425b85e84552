// What every source must keep, walked over the whole registry: a manifest that says everything, plans that ask absolute
// addresses, fixtures that give mentions, and typed errors for what is not the document that was asked for.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DAY } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import { toMention } from '../../core/mention.ts';
import type { ParseContext, Reply, Source } from '../../core/ports.ts';
import { CHANNELS } from '../../core/types.ts';
import { decodeText } from '../../crawlers/fetch/charset.ts';
import { sources } from '../../crawlers/sources/index.gen.ts';
import { keysOf } from '../crawlers/sources/support.ts';
import { sharedPath } from '../support/shared.ts';

const NOW = Date.UTC(2026, 10, 24, 9, 0, 30, 123);
const ASKED = { query: 'markam OR "markam express"', terms: ['markam express', 'markam'], now: NOW };
const FIXTURES = join(import.meta.dirname, '../fixtures');

interface Case {
  /** A file of our own writing beside cases.json, or a real one beside the checkout. */
  file?: string;
  shared?: string;
  url: string;
  params?: Record<string, unknown>;
  note?: unknown;
  count: number;
}

function casesOf(id: string): Case[] {
  return JSON.parse(readFileSync(join(FIXTURES, id, 'cases.json'), 'utf8')) as Case[];
}

function replyOf(url: string, body: string): Reply {
  return { url, status: 200, headers: {}, body, receivedAt: NOW };
}

function contextOf(source: Source, one: Case | undefined): ParseContext<Record<string, unknown>> {
  const params = source.manifest.params.parse(one?.params ?? source.manifest.example);
  return { params, cursor: null, now: NOW, timeZone: 'Europe/Istanbul', note: one?.note, keys: keysOf(source) };
}

/** The code of what parse throws; fails the test when it throws something else or nothing. */
function codeOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).message.length).toBeGreaterThan(30);
    return (error as AppError).code;
  }
  throw new Error('nothing was thrown');
}

const CHALLENGE =
  '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></head><body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>';
const WEB_PAGE =
  '<!doctype html><html><head><title>Hoş geldiniz</title></head><body><p>Yeni sitemiz açıldı.</p></body></html>';

describe.each([...sources.values()].map((source) => [source.manifest.id, source] as const))(
  'source %s',
  (id, source) => {
    const { manifest } = source;

    it('obeys robots.txt unless it is an interface with a key, an official one, or a server of the user’s own', () => {
      const own = ['searxng', 'stackexchange', 'bluesky', 'imap', 'sikayetvar-mail'];
      const isExempt = manifest.isInbound === true || manifest.needs.length > 0 || own.includes(id);
      expect(manifest.politeness.obeysRobots || isExempt).toBe(true);
    });

    it('has a manifest that says everything', () => {
      expect(id).toMatch(/^[a-z\d]+(?:-[a-z\d]+)*$/);
      expect(CHANNELS).toContain(manifest.channel);
      for (const text of [manifest.title, manifest.description.tr, manifest.description.en, manifest.legalNote])
        expect(text.trim().length).toBeGreaterThan(3);
      expect(manifest.description.tr).not.toBe(manifest.description.en);
      expect(manifest.homepage).toMatch(/^https:\/\//);
      expect(['match', 'trust']).toContain(manifest.selection);
      expect(manifest.expectedPerDay).toBeGreaterThanOrEqual(0);
      if (!manifest.isInbound) {
        expect(manifest.politeness.minIntervalMs).toBeGreaterThanOrEqual(1000);
        expect(manifest.politeness.maxPages).toBeGreaterThanOrEqual(1);
        expect(manifest.expectedPerDay).toBeGreaterThan(0);
      }
    });

    it('takes its own example, refuses unknown parameters, and can be drawn as a form', () => {
      expect(manifest.params.safeParse(manifest.example).success).toBe(true);
      expect(manifest.params.safeParse({ ...manifest.example, bilinmeyen: 1 }).success).toBe(false);
      const schema = z.toJSONSchema(manifest.params, { io: 'input' }) as {
        properties?: Record<string, { title?: string; description?: string }>;
      };
      for (const [name, property] of Object.entries(schema.properties ?? {}))
        expect([name, Boolean(property.title && property.description)]).toEqual([name, true]);
    });

    if (manifest.isInbound) {
      it('is never planned nor read', () => {
        expect(source.plan(manifest.params.parse({}), null, { ...ASKED, keys: {} })).toEqual([]);
        expect(codeOf(() => source.parse(replyOf('https://site.example/', '[]'), contextOf(source, undefined)))).toBe(
          'source.invalid',
        );
      });
      return;
    }

    it('plans absolute https addresses without credentials', () => {
      const keys = keysOf(source);
      const plans = source.plan(manifest.params.parse(manifest.example), null, { ...ASKED, keys });
      expect(plans.length).toBeGreaterThan(0);
      for (const plan of plans) {
        expect(plan.url).toMatch(/^(?:https|imaps):\/\/[^/@]+\//);
        expect(new URL(plan.url).href).toBe(plan.url);
        expect(plan.url + JSON.stringify(plan.note ?? null)).not.toMatch(/(?:id|secret|refresh)-0001/);
      }
    });

    const cases = casesOf(id);
    it('has a fixture of our own writing', () => {
      expect(cases.filter(({ file }) => file && existsSync(join(FIXTURES, id, file))).length).toBeGreaterThan(0);
    });

    for (const one of cases) {
      const path = one.file ? join(FIXTURES, id, one.file) : sharedPath('fixtures', one.shared ?? '');
      const name = `reads ${one.file ?? `the real ${one.shared}`}`;
      if (path === null && !process.env['CI']) {
        it.skip(`${name} (skipped: not beside the checkout)`, () => undefined);
        continue;
      }
      it(name, () => {
        if (path === null) throw new Error('CI must have the shared fixtures beside the checkout.');
        const body = decodeText(readFileSync(path), null).text;
        const page = source.parse(replyOf(one.url, body), contextOf(source, one));
        expect(page.mentions).toHaveLength(one.count);
        // An excerpt may stand beside the item: it tells its newer state.
        const whole = page.mentions.filter(({ isExcerpt }) => isExcerpt !== true);
        const identities = whole.map(({ nativeId, url }) => nativeId ?? url);
        expect(new Set(identities).size).toBe(identities.length);
        expect(identities).not.toContain(undefined);
        for (const mention of page.mentions) {
          expect(mention.url ?? 'https://').toMatch(/^https?:\/\//);
          const at = mention.publishedAt ?? null;
          if (at !== null) {
            expect(at).toBeGreaterThan(one.shared ? Date.UTC(1995, 0) : NOW - 3653 * DAY);
            expect(at).toBeLessThan(NOW + 5 * DAY);
            expect(at).not.toBe(NOW);
          }
          const facts = { sourceId: id, channel: manifest.channel, seenAt: NOW, isBackfill: false };
          expect(toMention(mention, facts)).not.toBeNull();
        }
        for (const next of page.next ?? []) expect(next.url).toMatch(/^(?:https|imaps):\/\//);
      });
    }

    it('tells an empty, a challenge, a foreign and a broken page from a good one', () => {
      const [one] = cases;
      const own = readFileSync(join(FIXTURES, id, one?.file ?? ''), 'utf8');
      const parse = (body: string) => () => source.parse(replyOf(one?.url ?? '', body), contextOf(source, one));
      expect(codeOf(parse(''))).toBe('source.changed');
      expect(codeOf(parse(' \n'))).toBe('source.changed');
      expect(codeOf(parse(CHALLENGE))).toBe('source.blocked');
      expect(codeOf(parse(WEB_PAGE))).toBe('source.changed');
      expect(codeOf(parse(own.slice(0, own.length * 0.6)))).toBe('source.changed');
      expect(codeOf(parse('bakımdayız'))).toBe('source.changed');
    });
  },
);

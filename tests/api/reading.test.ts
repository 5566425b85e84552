// What is shown: mentions with personal data masked, stories, Today, sources; every answer in its declared shape.

import { describe, expect, it } from 'vitest';
import * as schema from '../../api/schema.ts';
import { coverage, sourceView } from '../../api/schema-sources.ts';
import { DAY, HOUR } from '../../core/clock.ts';
import { newId } from '../../core/id.ts';
import type { RunOutcome } from '../../core/types.ts';
import { addIncident, addMention, type World, world } from './support.ts';

const PHONE = '0532 111 22 33';

async function withPhone(w: World): Promise<string> {
  const text = `Beni arayın ${PHONE} ya da ali.veli@ornek.example`;
  const title = 'Kargo';
  const start = title.length + 1 + text.indexOf(PHONE);
  const mail = title.length + 1 + text.indexOf('ali');
  const pii = [
    { kind: 'phone', start, end: start + PHONE.length },
    { kind: 'email', start: mail, end: mail + 'ali.veli@ornek.example'.length },
  ];
  return addMention(w, { nativeId: 'p1', title, text }, { pii });
}

describe('personal data', () => {
  it('is masked in lists, single mentions, previews and war rooms, and every span still fits', async () => {
    const w = await world();
    const id = await withPhone(w);
    const incidentId = await addIncident(w, { mentionIds: [id] });
    const one = schema.mention.parse((await w.admin.get(`/api/mentions/${id}`)).body);
    expect(one.text).toBe('Beni arayın •••• ••• •• •• ya da a•••••••@ornek.example');
    expect(one.judgement?.pii).toHaveLength(2);
    const answers = [
      await w.admin.get('/api/mentions'),
      await w.admin.get('/api/stories'),
      await w.admin.get(`/api/incidents/${incidentId}`),
      await w.admin.post('/api/watches/preview').send({ query: 'arayın' }),
    ];
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      expect(text).not.toContain('111 22');
      expect(text).not.toContain('ali.veli');
    }
  });

  it('is shown to an admin who asks, which is written down, and to nobody else', async () => {
    const w = await world();
    const id = await withPhone(w);
    const shown = await w.admin.get(`/api/mentions/${id}?unmasked=true`).expect(200);
    expect(shown.body.text).toContain(PHONE);
    expect((await w.deps.store.audit.list(5))[0]).toMatchObject({ action: 'mention.unmasked', subject: id });
    await w.member.get(`/api/mentions/${id}?unmasked=true`).expect(403);
    await w.viewer.get('/api/mentions?unmasked=true').expect(403);
  });
});

describe('hostile text', () => {
  it('comes back as data, unchanged, under nosniff', async () => {
    const w = await world();
    const text = '<script>alert(1)</script><img src=x onerror=alert(1)> "&amp;"';
    const id = await addMention(w, { nativeId: 'x', title: '</title><script>', text });
    const response = await w.viewer.get(`/api/mentions/${id}`).expect(200);
    expect(response.body.text).toBe(text);
    expect(response.headers['content-type']).toContain('application/json');
    expect(response.headers['x-content-type-options']).toBe('nosniff');
  });

  it('is cut in lists and whole when it is asked for alone', async () => {
    const w = await world();
    const id = await addMention(w, { nativeId: 'long', text: 'uzun '.repeat(5000) });
    const [item] = schema.mentionPage.parse((await w.viewer.get('/api/mentions')).body).items;
    expect(item?.text).toHaveLength(4001);
    expect((await w.viewer.get(`/api/mentions/${id}`)).body.text.length).toBeGreaterThan(20_000);
  });
});

describe('lists', () => {
  it('give every item once, page by page', async () => {
    const w = await world();
    for (let index = 0; index < 7; index += 1) {
      await w.clock.advance(1000);
      await addMention(w, { nativeId: `n${index}`, text: `Markam içeriği ${index}` });
    }
    for (const [path, shape] of [
      ['/api/mentions', schema.mentionPage],
      ['/api/stories', schema.storyPage],
    ] as const) {
      const ids: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: { items: { id: string }[]; nextCursor: string | null } = shape.parse(
          (await w.viewer.get(path).query({ limit: 3, ...(cursor && { cursor }) })).body,
        );
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      expect(ids).toHaveLength(7);
      expect(new Set(ids).size).toBe(7);
    }
  });

  it('filter by what is asked', async () => {
    const w = await world();
    await addMention(w, { nativeId: 'a', text: 'olumsuz' });
    await addMention(
      w,
      { nativeId: 'b', text: 'olumlu' },
      { sentiment: { label: 'positive', score: 0.6, confidence: 0.8 } },
    );
    const { items } = (await w.viewer.get('/api/mentions?sentiment=positive')).body;
    expect(items.map(({ text }: { text: string }) => text)).toEqual(['olumlu']);
  });
});

describe('a story', () => {
  it('is snoozed, assigned and reopened by people, and says which open incident it belongs to', async () => {
    const w = await world();
    await addMention(w, { nativeId: 'a', text: 'Kargo gelmedi' });
    const [story] = schema.storyPage.parse((await w.viewer.get('/api/stories')).body).items;
    const path = `/api/stories/${story?.id}`;
    await w.member.patch(path).send({ state: 'snoozed' }).expect(400);
    await w.member.patch(path).send({ assigneeId: 'usr_nobody' }).expect(404);
    const snoozed = await w.member.patch(path).send({ state: 'snoozed', wakeAtCount: 5 }).expect(200);
    expect(schema.story.parse(snoozed.body)).toMatchObject({ state: 'snoozed', wakeAtCount: 5, incidentId: null });
    const incidentId = await addIncident(w, { storyIds: [story?.id] });
    const open = await w.member.patch(path).send({ state: 'open' }).expect(200);
    expect(open.body).toMatchObject({ state: 'open', wakeAtCount: null, incidentId });
  });
});

describe('Today', () => {
  it('is calm when nothing is there', async () => {
    const w = await world();
    const today = schema.today.parse((await w.viewer.get('/api/today')).body);
    expect(today).toMatchObject({
      status: 'Sakin · açık vaka yok',
      statusLevel: 0,
      changedStories: [],
      waiting: [],
      blindSpots: [],
    });
    expect(today.series).toHaveLength(48);
  });

  it('counts the last day against the day before, and knows what is usual only with history', async () => {
    const w = await world();
    for (const [index, ago] of [7 * DAY, 30 * HOUR, 2 * HOUR, HOUR, 0].entries()) {
      const clock = w.deps.clock.now();
      await w.clock.advance(0);
      Object.defineProperty(w.deps.clock, 'now', { value: () => clock - ago, configurable: true });
      await addMention(w, { nativeId: `n${index}`, text: `Markam ${index}` });
      Reflect.deleteProperty(w.deps.clock, 'now');
    }
    const today = schema.today.parse((await w.viewer.get(`/api/today?brandId=${w.brand.id}`)).body);
    expect(today.counts).toEqual({ last24h: 3, previous24h: 1, negative24h: 3, negativePrevious24h: 1 });
    expect(today.series.at(-1)).toMatchObject({ all: 1, usual: 1 });
    expect(today.types[0]).toEqual({ id: 'complaint', count: 3, previous: 1 });
    expect(today.aspects[0]).toMatchObject({ id: 'delivery', count: 3 });
    expect(today.changedStories.map(({ isNew, grown }) => [isNew, grown])).toContainEqual([true, 1]);
  });

  it('names what waits for a person and what cannot be seen, in the language of the reader', async () => {
    const w = await world();
    await addIncident(w);
    await failRun(w, 'search', 'blocked', true);
    await addMention(
      w,
      { nativeId: 's', text: 'Belki dolandırıcılık' },
      {
        types: [{ type: 'fraud', confidence: 0.41, start: 0, end: 5 }],
        severity: {
          level: 2,
          score: 7,
          parts: { harm: 3, credibility: 2, velocity: 0, reach: 1, vulnerability: 0, trigger: null, cap: null },
        },
      },
    );
    const today = schema.today.parse((await w.viewer.get('/api/today')).body);
    expect(today.status).toBe('Gergin · 1 vaka açık · Kaynak search okunamıyor');
    expect(today.statusLevel).toBe(2);
    expect(today.waiting.map(({ kind }) => kind)).toEqual(['unacknowledged', 'unsure']);
    expect(today.blindSpots).toMatchObject([{ sourceId: 'search', reason: 'Site erişimi engelledi.' }]);
    await w.viewer.post('/api/me/locale').send({ locale: 'en' });
    expect((await w.viewer.get('/api/today')).body.status).toBe(
      'Tense · 1 open incidents · Kaynak search cannot be read',
    );
  });
});

describe('sources', () => {
  it('are unused, fine, silent, failing or suspended, and resume by hand', async () => {
    const w = await world();
    const stateOf = async (id: string) => {
      const all = (await w.viewer.get('/api/sources')).body.map((item: unknown) => sourceView.parse(item));
      return all.find((source: { id: string }) => source.id === id)?.state;
    };
    expect(await stateOf('forum')).toBe('unused');
    expect(await stateOf('search')).toBe('ok');
    await failRun(w, 'search', 'ok', false);
    expect(await stateOf('search')).toBe('ok');
    await w.clock.advance(25 * HOUR);
    expect(await stateOf('search')).toBe('quiet');
    for (let count = 0; count < 3; count += 1) await failRun(w, 'search', 'network', false);
    expect(await stateOf('search')).toBe('failing');
    await failRun(w, 'search', 'blocked', true);
    expect(await stateOf('search')).toBe('suspended');
    await w.member.post('/api/sources/search/resume').expect(200);
    expect(await stateOf('search')).not.toBe('suspended');
    await w.member.post('/api/sources/nowhere/resume').expect(404);
  });

  it('say which key is missing, what they bring a day, and what of a platform can be seen', async () => {
    const w = await world();
    for (let day = 0; day < 5; day += 1) {
      if (day > 0) await w.clock.advance(DAY);
      for (const item of ['a', 'b']) await addMention(w, { nativeId: `${item}${day}`, text: `Markam ${item}${day}` });
    }
    const all = (await w.viewer.get('/api/sources')).body.map((item: unknown) => sourceView.parse(item));
    const bringing = all.filter((source: { yield: unknown }) => source.yield !== null);
    expect(bringing).toMatchObject([
      { yield: { lastDayCount: 2, usualPerDay: 2, silentSince: null }, missingKeys: [] },
    ]);
    const entries = (await w.viewer.get('/api/coverage').expect(200)).body.map((item: unknown) => coverage.parse(item));
    const of = (id: string) => entries.find((entry: { id: string }) => entry.id === id);
    expect(of('whatsapp')).toMatchObject({ level: 'none', now: 'unused' });
    expect(of('x')).toMatchObject({ platform: 'X (Twitter)', level: 'keyed', now: 'unused' });
    expect(of('x').way).toContain('Yalnız ücretli anahtarla');
    await w.viewer.post('/api/me/locale').send({ locale: 'en' });
    expect((await w.viewer.get('/api/coverage')).text).toContain('Only with a paid key');
  });

  it('show their parameters as JSON Schema and speak the language of the reader', async () => {
    const w = await world();
    const { body } = await w.viewer.get('/api/sources');
    const forum = body.find(({ id }: { id: string }) => id === 'forum');
    expect(forum).toMatchObject({ description: 'Örnek kaynak.', paramsSchema: { type: 'object', required: ['url'] } });
  });
});

async function failRun(w: World, sourceId: string, outcome: RunOutcome, isSuspended: boolean): Promise<void> {
  const now = w.deps.clock.now();
  const [subscription] = await w.deps.store.subscriptions.list({ sourceId });
  const isGood = outcome === 'ok';
  await w.deps.store.sources.recordRun(
    {
      id: newId('run'),
      subscriptionId: subscription?.id ?? '',
      sourceId,
      startedAt: now,
      durationMs: 10,
      outcome,
      itemCount: isGood ? 3 : 0,
      addedCount: isGood ? 1 : 0,
      sizeBytes: 100,
      error: isGood ? null : 'Olmadı.',
    },
    isSuspended ? { until: now + DAY, reason: 'Site erişimi engelledi.' } : null,
  );
}

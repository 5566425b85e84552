// What became of a mention, as the API tells it: sightings, versions, outcome; personal data masked in all of them.

import { describe, expect, it } from 'vitest';
import * as schema from '../../api/schema.ts';
import { mentionVersions } from '../../api/schema-history.ts';
import { HOUR } from '../../core/clock.ts';
import { toMention } from '../../core/mention.ts';
import type { RawMention } from '../../core/types.ts';
import { type World, world } from './support.ts';

const PHONE = '0532 111 22 33';

async function seen(w: World, raw: Partial<RawMention>, sourceId = 'forum'): Promise<string> {
  const facts = { sourceId, channel: 'news' as const, seenAt: w.clock.now(), isBackfill: false };
  const url = 'https://gazete.example/haber/1';
  const mention = toMention({ url, text: 'Kargo', ...raw }, { ...facts, isAggregator: sourceId === 'arama' });
  if (!mention) throw new Error('nothing to read in the sample');
  await w.deps.store.mentions.add([{ mention, watchIds: [w.watch.id] }]);
  return mention.id;
}

describe('a mention with a history', () => {
  it('tells where it was seen, how it was, and what was answered, without anybody’s number', async () => {
    const w = await world();
    const id = await seen(w, { text: `Arayın: ${PHONE}`, resolution: { state: 'open' } });
    await seen(w, { title: `Gazete ${PHONE}`, rank: 2 }, 'arama');
    await w.clock.advance(HOUR);
    await seen(w, { text: 'Düzeldi.', resolution: { state: 'solved', answer: `Aradık: ${PHONE}` } });
    const one = await w.viewer.get(`/api/mentions/${id}`).expect(200);
    expect(schema.mention.parse(one.body)).toMatchObject({
      ...{ text: 'Düzeldi.', editCount: 1, changedAt: w.clock.now(), resolution: { state: 'solved' } },
      sightings: [
        { sourceId: 'arama', isOriginal: false, rank: 2, title: 'Gazete •••• ••• •• ••' },
        { sourceId: 'forum', isOriginal: true, rank: null },
      ],
    });
    expect(one.body.sightings[0]).not.toHaveProperty('facts');
    const past = await w.viewer.get(`/api/mentions/${id}/versions`).expect(200);
    expect(mentionVersions.parse(past.body).items).toMatchObject([
      { text: 'Arayın: •••• ••• •• ••', replacedAt: w.clock.now(), resolution: { state: 'open', answer: null } },
    ]);
    for (const { text } of [one, past]) expect(text).not.toContain('111 22');
  });

  it('shows an admin who asks the numbers in old versions too, which is written down', async () => {
    const w = await world();
    const id = await seen(w, { text: PHONE });
    await w.clock.advance(HOUR);
    await seen(w, { text: 'Silindi' });
    await w.member.get(`/api/mentions/${id}/versions?unmasked=true`).expect(403);
    const { body } = await w.admin.get(`/api/mentions/${id}/versions?unmasked=true`).expect(200);
    expect(body.items[0].text).toBe(PHONE);
    expect((await w.deps.store.audit.list(1))[0]).toMatchObject({ action: 'mention.unmasked', subject: id });
    await w.viewer.get('/api/mentions/men_yok/versions').expect(404);
  });
});

// People's words about the machine's judgements: said, taken back, listed, and offered for what looks alike.

import type { Correction } from '../../core/types.ts';
import { correct, undoCorrections } from '../../pipeline/corrections.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { fault } from '../../pipeline/fault.ts';
import { lookalikesOf } from '../../pipeline/lookalikes.ts';
import { correctionView, namesIn, withWords } from '../mention-words.ts';
import { readPage } from '../page.ts';
import { route } from '../route.ts';
import * as schema from '../schema.ts';
import * as learning from '../schema-learning.ts';
import { mentionView } from '../views.ts';

const MAX_LINE = 280;

async function shown(deps: Deps, mentionId: string) {
  const found = await deps.store.mentions.get(mentionId);
  if (!found) throw fault(deps, 'mention.not-found');
  const [view] = await withWords(deps, [found], [mentionView(found)]);
  if (!view) throw new Error('one mention gives one view');
  return view;
}

async function getCorrection(deps: Deps, id: string): Promise<Correction> {
  const found = await deps.store.corrections.get(id);
  if (!found) throw fault(deps, 'correction.not-found');
  return found;
}

/** The text of a mention as one line, personal data masked. */
function lineOf(view: ReturnType<typeof mentionView>): string {
  const line = `${view.title ? `${view.title} · ` : ''}${view.text}`.replace(/\s+/g, ' ');
  return line.length > MAX_LINE ? `${line.slice(0, MAX_LINE - 1)}…` : line;
}

export const correctionRoutes = [
  route({
    method: 'put',
    path: '/api/mentions/:id/corrections',
    summary: 'Say what a mention really is; it wins over the machine at once and for good',
    access: 'member',
    body: learning.correctionsBody,
    answer: schema.mention,
    handle: async ({ deps, params, body, by }) => {
      const id = params.id ?? '';
      const found = await deps.store.mentions.get(id);
      if (!found) throw fault(deps, 'mention.not-found');
      const brandId = body.brandId ?? found.judgement?.brandId ?? '';
      const written = await correct(deps, { mentionIds: [id], brandId, wishes: body.corrections, by });
      if (written.length === 0) throw fault(deps, 'correction.unjudged.conflict');
      return shown(deps, id);
    },
  }),
  route({
    method: 'delete',
    path: '/api/mentions/:id/corrections/:correctionId',
    summary: 'Take a correction back; the machine’s word stands again',
    access: 'member',
    answer: schema.mention,
    handle: async ({ deps, params, by }) => {
      const one = await getCorrection(deps, params.correctionId ?? '');
      if (one.mentionId !== params.id) throw fault(deps, 'correction.not-found');
      await undoCorrections(deps, [one.id], by);
      return shown(deps, one.mentionId);
    },
  }),
  route({
    method: 'get',
    path: '/api/corrections',
    summary: 'What people corrected, the newest first',
    access: 'viewer',
    query: learning.correctionQuery,
    answer: learning.correctionPage,
    handle: async ({ deps, query }) => {
      const { limit, cursor, brandId, field } = query;
      const filter = { ...(brandId ? { brandId } : {}), ...(field ? { field } : {}) };
      const page = await readPage(deps, cursor, (at) => deps.store.corrections.list(filter, { limit, cursor: at }));
      const names = await namesIn(deps, page.items);
      const items = [];
      for (const one of page.items) {
        const found = await deps.store.mentions.get(one.mentionId);
        if (!found) continue;
        const view = mentionView(found);
        items.push({ correction: correctionView(one, names), text: lineOf(view), channel: view.channel });
      }
      return { items, nextCursor: page.nextCursor };
    },
  }),
  route({
    method: 'get',
    path: '/api/corrections/:id/lookalikes',
    summary: 'Mentions that look like the corrected one and of which the machine says the same',
    access: 'viewer',
    answer: learning.lookalikes,
    handle: async ({ deps, params }) => {
      const found = await lookalikesOf(deps, await getCorrection(deps, params.id ?? ''));
      return {
        items: found.map(({ found: one, reason, likeness }) => {
          const view = mentionView(one);
          const { id: mentionId, storyId, channel, publishedAt, seenAt } = view;
          const at = publishedAt ?? seenAt;
          return { mentionId, storyId, channel, text: lineOf(view), at, reason, likeness };
        }),
      };
    },
  }),
  route({
    method: 'post',
    path: '/api/corrections/:id/apply',
    summary: 'Say the same of the mentions that were chosen',
    access: 'member',
    body: learning.applyBody,
    answer: learning.applied,
    handle: async ({ deps, params, body, by }) => {
      const { brandId, field, label, to } = await getCorrection(deps, params.id ?? '');
      const wishes = [{ field, ...(label ? { label } : {}), to }];
      return { count: (await correct(deps, { mentionIds: body.mentionIds, brandId, wishes, by })).length };
    },
  }),
];

// Mentions as they were found, judged. Personal data is masked unless an admin asks to see it, which is written down.

import { z } from 'zod';
import { audit } from '../../pipeline/audit.ts';
import { fault } from '../../pipeline/fault.ts';
import { shownVersions } from '../../pipeline/shown-mention.ts';
import { withWords } from '../mention-words.ts';
import { filterOf, readPage } from '../page.ts';
import { type Call, route } from '../route.ts';
import * as schema from '../schema.ts';
import { mentionVersions } from '../schema-history.ts';
import { MAX_LIST_TEXT, mentionView } from '../views.ts';

const unmasked = z.enum(['true', 'false']).optional().describe('true = personal data is shown; admins only, audited');

/** True when the caller asked for it and may. Throws 'auth.denied'. */
async function mayUnmask(
  call: Call<{ unmasked?: 'true' | 'false' | undefined }, unknown>,
  subject: string,
): Promise<boolean> {
  if (call.query.unmasked !== 'true') return false;
  if (call.caller?.role !== 'admin') throw fault(call.deps, 'auth.denied');
  await audit(call.deps, call.by, 'mention.unmasked', subject);
  return true;
}

export const mentionRoutes = [
  route({
    method: 'get',
    path: '/api/mentions',
    summary: 'Mentions, the newest seen first; long texts are cut',
    access: 'viewer',
    query: schema.mentionQuery.extend({ unmasked }),
    answer: schema.mentionPage,
    handle: async (call) => {
      const { limit, cursor, unmasked: _unmasked, ...filter } = call.query;
      const isUnmasked = await mayUnmask(call, 'list');
      const { deps } = call;
      // The id may be that of a story that was merged since.
      const story = filter.storyId === undefined ? null : await deps.store.stories.get(filter.storyId);
      const wanted = { ...filterOf(filter), ...(story ? { storyId: story.id } : {}) };
      const page = await readPage(deps, cursor, (at) => deps.store.mentions.list(wanted, { limit, cursor: at }));
      const options = { isUnmasked, maxText: MAX_LIST_TEXT };
      const views = page.items.map((found) => mentionView(found, options));
      return { items: await withWords(deps, page.items, views), nextCursor: page.nextCursor };
    },
  }),
  route({
    method: 'get',
    path: '/api/mentions/:id',
    summary: 'One mention with its whole text',
    access: 'viewer',
    query: z.object({ unmasked }),
    answer: schema.mention,
    handle: async (call) => {
      const id = call.params.id ?? '';
      const found = await call.deps.store.mentions.get(id);
      if (!found) throw fault(call.deps, 'mention.not-found');
      const view = mentionView(found, { isUnmasked: await mayUnmask(call, id) });
      return (await withWords(call.deps, [found], [view]))[0] ?? view;
    },
  }),
  route({
    method: 'get',
    path: '/api/mentions/:id/versions',
    summary: 'How a mention stood before it was edited, answered or solved, newest first',
    access: 'viewer',
    query: z.object({ unmasked }),
    answer: mentionVersions,
    handle: async (call) => {
      const id = call.params.id ?? '';
      if (!(await call.deps.store.mentions.get(id))) throw fault(call.deps, 'mention.not-found');
      const isUnmasked = await mayUnmask(call, id);
      return { items: shownVersions(await call.deps.store.mentions.versions(id), isUnmasked) };
    },
  }),
];

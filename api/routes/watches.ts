// Watches: the list with how each is doing, adding with a preview, changing, pausing, reading now.

import { z } from 'zod';
import { DAY } from '../../core/clock.ts';
import type { JudgedMention, Locale } from '../../core/ports.ts';
import { problemText, sayIn } from '../../core/problems.ts';
import type { Subscription, Watch } from '../../core/types.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { tryQuery } from '../../pipeline/try-query.ts';
import { checkQuery, checkSources } from '../../pipeline/watch-check.ts';
import { createWatch, previewQuery, removeWatch, updateWatch, wakeWatch } from '../../pipeline/watches.ts';
import { route } from '../route.ts';
import * as schema from '../schema.ts';
import * as access from '../schema-access.ts';
import * as previews from '../schema-preview.ts';
import { MAX_LIST_TEXT, mentionView, namesOf } from '../views.ts';

const DAYS = 14;
const SHOWN_MATCHES = 3;

async function viewsOf(deps: Deps, watches: readonly Watch[], locale: Locale) {
  const { brands } = await namesOf(deps);
  const daily = await dailyOf(deps, watches);
  return Promise.all(
    watches.map(async (watch) => ({
      ...watch,
      brandName: brands.get(watch.brandId) ?? '',
      subscriptions: await Promise.all(
        (await deps.store.subscriptions.list({ watchId: watch.id })).map((own) => subscriptionView(deps, own, locale)),
      ),
      daily: daily.get(watch.id) ?? new Array<number>(DAYS).fill(0),
    })),
  );
}

async function viewOf(deps: Deps, watch: Watch, locale: Locale) {
  const [view] = await viewsOf(deps, [watch], locale);
  if (!view) throw new Error('one watch gives one view');
  return view;
}

async function subscriptionView(deps: Deps, subscription: Subscription, locale: Locale) {
  const [last] = await deps.store.sources.runs({ subscriptionId: subscription.id, limit: 1 });
  return {
    ...subscription,
    lastOutcome: last?.outcome ?? null,
    lastError: problemText(sayIn(deps.t, locale), last?.error ?? null),
  };
}

/** Mentions by watch and day of the team's calendar, oldest first. */
async function dailyOf(deps: Deps, watches: readonly Watch[]): Promise<Map<string, number[]>> {
  const now = deps.clock.now();
  if (watches.length === 0) return new Map();
  const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone: deps.config.timeZone, dateStyle: 'short' });
  const days = Array.from({ length: DAYS }, (_, index) => dayOf.format(now - (DAYS - 1 - index) * DAY));
  const rows = await deps.store.rollups.read({
    watchIds: watches.map(({ id }) => id),
    dimension: 'all',
    from: now - (DAYS + 1) * DAY,
    to: now + 1,
    groupBy: ['hour', 'watch'],
  });
  const daily = new Map<string, number[]>();
  const known = new Map<number, number>();
  for (const { hourAt, watchId, count } of rows) {
    if (hourAt === null || watchId === null) continue;
    const index = known.get(hourAt) ?? days.indexOf(dayOf.format(hourAt));
    known.set(hourAt, index);
    if (index < 0) continue;
    const counts = daily.get(watchId) ?? new Array<number>(DAYS).fill(0);
    counts[index] = (counts[index] ?? 0) + count;
    daily.set(watchId, counts);
  }
  return daily;
}

export const watchRoutes = [
  route({
    method: 'get',
    path: '/api/watches',
    summary: 'All watches, or those of one brand',
    access: 'viewer',
    query: z.object({ brandId: z.string().max(80).optional() }),
    answer: z.array(schema.watch),
    handle: async ({ deps, query, locale }) => viewsOf(deps, await deps.store.watches.list(query.brandId), locale),
  }),
  route({
    method: 'post',
    path: '/api/watches',
    summary: 'Add a watch; it is read at once',
    access: 'member',
    status: 201,
    body: schema.watchBody,
    answer: schema.watch,
    handle: async ({ deps, body, by, locale }) => viewOf(deps, await createWatch(deps, body, by), locale),
  }),
  route({
    method: 'post',
    path: '/api/watches/preview',
    summary: 'What a query would have found in what is stored',
    access: 'member',
    body: previews.previewBody,
    answer: previews.preview,
    handle: async ({ deps, body, locale }) => {
      const { query, brandId, watchId, positiveExamples = [], negativeExamples = [] } = body;
      const draft = brandId === undefined ? undefined : { brandId, watchId, positiveExamples, negativeExamples };
      const preview = await previewQuery(deps, query, locale, draft);
      const view = (found: JudgedMention) => mentionView(found, { maxText: MAX_LIST_TEXT });
      const { hits, hidden, unmeant, byExamples } = preview;
      return {
        ...preview,
        hits: hits.map(({ found, ...hit }) => ({ ...hit, mention: view(found) })),
        hidden: { ...hidden, samples: hidden.samples.map(({ found, ...one }) => ({ ...one, mention: view(found) })) },
        unmeant: {
          ...unmeant,
          samples: unmeant.samples.map(({ found, ...one }) => ({ ...one, mention: view(found) })),
        },
        byExamples: {
          ...byExamples,
          samples: byExamples.samples.map(({ found, ...one }) => ({ ...one, mention: view(found) })),
        },
      };
    },
  }),
  route({
    method: 'post',
    path: '/api/watches/try',
    summary: 'Reads one page of each source now and says what the query would take; stores nothing',
    access: 'member',
    body: previews.tryBody,
    answer: previews.tried,
    handle: async ({ deps, body, locale }) => {
      checkSources(deps, body.sources);
      checkQuery(body.query);
      const tried = await tryQuery(deps, body.query, body.sources, 1);
      return tried.map(({ matches, ...one }) => ({
        ...one,
        error: problemText(sayIn(deps.t, locale), one.error),
        matchCount: matches.length,
        matches: matches
          .slice(0, SHOWN_MATCHES)
          .map((mention) => mentionView({ mention, judgement: null, watchIds: [] }, { maxText: MAX_LIST_TEXT })),
      }));
    },
  }),
  route({
    method: 'patch',
    path: '/api/watches/:id',
    summary: 'Change, pause or resume a watch',
    access: 'member',
    body: schema.watchPatch,
    answer: schema.watch,
    handle: async ({ deps, params, body, by, locale }) =>
      viewOf(deps, await updateWatch(deps, params.id ?? '', body, by), locale),
  }),
  route({
    method: 'delete',
    path: '/api/watches/:id',
    summary: 'Remove a watch; its mentions stay',
    access: 'member',
    answer: access.ok,
    handle: async ({ deps, params, by }) => {
      await removeWatch(deps, params.id ?? '', by);
      return { ok: true as const };
    },
  }),
  route({
    method: 'post',
    path: '/api/watches/:id/run',
    summary: 'Read the sources of a watch now',
    access: 'member',
    answer: access.ok,
    handle: async ({ deps, params, by }) => {
      await wakeWatch(deps, params.id ?? '', by);
      return { ok: true as const };
    },
  }),
];

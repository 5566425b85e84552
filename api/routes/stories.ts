// The inbox: stories, one story, and what people decide about it.

import type { StoryFilter } from '../../core/ports.ts';
import { audit } from '../../pipeline/audit.ts';
import { correctStory } from '../../pipeline/corrections.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { fault } from '../../pipeline/fault.ts';
import { filterOf, readPage } from '../page.ts';
import { route } from '../route.ts';
import * as schema from '../schema.ts';
import { openIncidentsByStory, storyView } from '../views.ts';

async function getStory(deps: Deps, id: string) {
  const story = await deps.store.stories.get(id);
  if (!story) throw fault(deps, 'story.not-found');
  return story;
}

export const storyRoutes = [
  route({
    method: 'get',
    path: '/api/stories',
    summary: 'Stories, the newest or the largest first',
    access: 'viewer',
    query: schema.storyQuery,
    answer: schema.storyPage,
    handle: async ({ deps, query }) => {
      const { limit, cursor, state, ...rest } = query;
      const filter: StoryFilter = { ...filterOf(rest), ...(state ? { states: [state] } : {}) };
      const page = await readPage(deps, cursor, (at) => deps.store.stories.list(filter, { limit, cursor: at }));
      const incidents = await openIncidentsByStory(deps, query.brandId);
      return { items: page.items.map((story) => storyView(story, incidents)), nextCursor: page.nextCursor };
    },
  }),
  route({
    method: 'get',
    path: '/api/stories/:id',
    summary: 'One story',
    access: 'viewer',
    answer: schema.story,
    handle: async ({ deps, params }) => {
      const story = await getStory(deps, params.id ?? '');
      return storyView(story, await openIncidentsByStory(deps, story.brandId));
    },
  }),
  route({
    method: 'patch',
    path: '/api/stories/:id',
    summary: 'Close, snooze, reopen or assign a story',
    access: 'member',
    body: schema.storyPatch,
    answer: schema.story,
    handle: async ({ deps, params, body, by }) => {
      const story = await getStory(deps, params.id ?? '');
      const { state, wakeAtCount, assigneeId } = body;
      if (state === 'snoozed' && (wakeAtCount ?? null) === null)
        throw fault(deps, 'story.invalid', {}, [{ path: 'wakeAtCount', message: deps.t('en', 'error.story.invalid') }]);
      if (assigneeId && !(await deps.store.users.get(assigneeId))) throw fault(deps, 'user.not-found');
      const isAwake = state !== undefined && state !== 'snoozed';
      const changed = await deps.store.stories.setState(story.id, {
        ...(state === undefined ? {} : { state }),
        ...(isAwake ? { wakeAtCount: null } : wakeAtCount === undefined ? {} : { wakeAtCount }),
        ...(assigneeId === undefined ? {} : { assigneeId }),
      });
      if (!changed) throw fault(deps, 'story.not-found');
      if (state === 'irrelevant') await correctStory(deps, story, { isMeant: false, by });
      else if (state !== undefined && story.state === 'irrelevant')
        await correctStory(deps, story, { isMeant: true, by });
      await audit(deps, by, 'story.changed', story.id, { ...body });
      deps.events.emit({ kind: 'story', storyId: story.id });
      return storyView(changed, await openIncidentsByStory(deps, story.brandId));
    },
  }),
];

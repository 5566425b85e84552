// How a story went and what it looks like, and what people do about stories that belong together or do not.

import type { StoryLink } from '../../core/types.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { maskLoose } from '../../pipeline/mask.ts';
import { findNear, type NearStory } from '../../pipeline/near-stories.ts';
import { keepStoriesApart, mergeStories, readStory, splitStory, undoMerge } from '../../pipeline/stories.ts';
import { courseOf } from '../../pipeline/story-course.ts';
import { route } from '../route.ts';
import { story as storySchema } from '../schema.ts';
import * as schema from '../schema-stories.ts';
import { type IncidentsByStory, MAX_LIST_TEXT, mentionView, openIncidentsByStory, storyView } from '../views.ts';

const MAX_WAVE = 20;
const MAX_LINKS = 30;

export const storyCourseRoutes = [
  route({
    method: 'get',
    path: '/api/stories/:id/course',
    summary: 'How a story went: first post, outlets, copies, what looks like it, what was decided',
    access: 'viewer',
    answer: schema.storyCourse,
    handle: async ({ deps, params }) => {
      const story = await readStory(deps, params.id ?? '');
      const { first, ...course } = await courseOf(deps, story);
      const { suggested, past } = await findNear(deps, story);
      const incidents = await openIncidentsByStory(deps, story.brandId);
      const view = ({ story: other, likeness }: NearStory) => ({ story: storyView(other, incidents), likeness });
      return {
        ...course,
        first: first && mentionView(first, { maxText: MAX_LIST_TEXT }),
        waveMentions: await waveMentions(deps, story.wave?.mentionIds ?? []),
        suggested: suggested.map(view),
        past: past.map((one) => ({
          ...view(one),
          incident: one.incident && { ...one.incident, title: maskLoose(one.incident.title) },
          outcome: one.outcome && maskLoose(one.outcome),
        })),
        links: await linkViews(deps, story.id),
      };
    },
  }),
  route({
    method: 'post',
    path: '/api/stories/:id/merge',
    summary: 'Take other stories into this one; their ids lead here from then on',
    access: 'member',
    body: schema.storyMerge,
    answer: storySchema,
    handle: async ({ deps, params, body, by }) => {
      const story = await mergeStories(deps, params.id ?? '', body.storyIds, by);
      return storyView(story, await openIncidentsByStory(deps, story.brandId));
    },
  }),
  route({
    method: 'post',
    path: '/api/stories/:id/split',
    summary: 'Move mentions of a story into one of their own; the two stay apart',
    access: 'member',
    body: schema.storySplit,
    answer: schema.storyPair,
    handle: async ({ deps, params, body, by }) =>
      pairView(deps, await splitStory(deps, params.id ?? '', body.mentionIds, by)),
  }),
  route({
    method: 'post',
    path: '/api/stories/:id/undo-merge',
    summary: 'Bring back a story that was merged into another, by its old id',
    access: 'member',
    answer: schema.storyPair,
    handle: async ({ deps, params, by }) => pairView(deps, await undoMerge(deps, params.id ?? '', by)),
  }),
  route({
    method: 'post',
    path: '/api/stories/:id/apart',
    summary: 'Say that two stories are about different things: never joined, never suggested again',
    access: 'member',
    body: schema.storyApart,
    answer: storySchema,
    handle: async ({ deps, params, body, by }) => {
      await keepStoriesApart(deps, params.id ?? '', body.storyId, by);
      const story = await readStory(deps, params.id ?? '');
      return storyView(story, await openIncidentsByStory(deps, story.brandId));
    },
  }),
];

async function pairView(deps: Deps, { story, made }: Awaited<ReturnType<typeof splitStory>>) {
  const incidents: IncidentsByStory = await openIncidentsByStory(deps, story.brandId);
  return { story: storyView(story, incidents), made: storyView(made, incidents) };
}

async function waveMentions(deps: Deps, ids: readonly string[]) {
  const found = await Promise.all(ids.slice(0, MAX_WAVE).map((id) => deps.store.mentions.get(id)));
  return found.flatMap((entry) => (entry ? [mentionView(entry, { maxText: MAX_LIST_TEXT })] : []));
}

async function linkViews(deps: Deps, storyId: string) {
  const names = new Map((await deps.store.users.list()).map(({ id, name }) => [id, name]));
  const canUndo = (link: StoryLink) => link.kind === 'merged' && link.intoId === storyId && link.mentionIds !== null;
  return (await deps.store.stories.links(storyId)).slice(0, MAX_LINKS).map((link) => ({
    ...{ id: link.id, kind: link.kind, fromId: link.fromId, intoId: link.intoId, at: link.at },
    ...{ byName: names.get(link.by) ?? (link.by === 'system' ? 'itibar' : null), canUndo: canUndo(link) },
  }));
}

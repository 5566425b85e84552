// What a person does about stories that belong together or do not: merge, split, keep apart, undo. Sent, told, and undone
// on request.

import { useCallback } from 'react';
import type { Story, StoryPair } from '../../api.gen.ts';
import { sendJson } from '../../lib/api.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { refresh } from '../../lib/query.ts';
import { useToasts } from '../../lib/toast.tsx';

export interface StoryLinks {
  /** The largest stays; resolves to it, or to null when it was refused. */
  merge: (stories: readonly Story[]) => Promise<Story | null>;
  split: (story: Story, mentionIds: readonly string[]) => Promise<boolean>;
  keepApart: (story: Story, otherId: string) => Promise<void>;
  undoMerge: (mergedId: string) => Promise<void>;
}

export function useStoryLinks(): StoryLinks {
  const { t } = useI18n();
  const { say, fail } = useToasts();
  const send = useCallback(
    async <T>(path: string, body: object): Promise<T | null> => {
      try {
        const answer = await sendJson<T>('POST', path, body);
        refresh('/api/stories', '/api/mentions', '/api/today');
        return answer;
      } catch (error) {
        fail(error);
        return null;
      }
    },
    [fail],
  );
  const undoMerge = async (mergedId: string) => {
    if (await send<StoryPair>(`/api/stories/${mergedId}/undo-merge`, {})) say(t('story.done.undone'));
  };
  return {
    merge: async (stories) => {
      const [stays, ...others] = stories.toSorted((a, b) => b.mentionCount - a.mentionCount);
      if (!stays || others.length === 0) return null;
      const storyIds = others.map(({ id }) => id);
      const merged = await send<Story>(`/api/stories/${stays.id}/merge`, { storyIds });
      if (merged)
        say(t('story.done.merged', { n: stories.length }), () => {
          void (async () => {
            for (const id of storyIds) await undoMerge(id);
          })();
        });
      return merged;
    },
    split: async (story, mentionIds) => {
      const pair = await send<StoryPair>(`/api/stories/${story.id}/split`, { mentionIds });
      if (!pair) return false;
      say(t('story.done.split', { n: mentionIds.length }), () => {
        void send(`/api/stories/${pair.story.id}/merge`, { storyIds: [pair.made.id] });
      });
      return true;
    },
    keepApart: async (story, otherId) => {
      if (await send<Story>(`/api/stories/${story.id}/apart`, { storyId: otherId })) say(t('story.done.apart'));
    },
    undoMerge,
  };
}

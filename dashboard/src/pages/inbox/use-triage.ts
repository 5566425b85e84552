// What a person does with a story: close, snooze, mark as irrelevant, take. Shown at once, sent, and undone on request.

import { useCallback } from 'react';
import type { Story } from '../../api.gen.ts';
import { sendJson } from '../../lib/api.ts';
import type { Values } from '../../lib/format.ts';
import { type Key, useI18n } from '../../lib/i18n.tsx';
import { refresh, setQueryData } from '../../lib/query.ts';
import { useSession } from '../../lib/session.tsx';
import { useToasts } from '../../lib/toast.tsx';

export interface Triage {
  close: (story: Story) => void;
  /** Until it has twice as many mentions as now. */
  snooze: (story: Story) => void;
  irrelevant: (story: Story) => void;
  reopen: (story: Story) => void;
  take: (story: Story) => void;
}

/** `onChange` is told the new story at once, before the server answers. */
export function useTriage(onChange?: (story: Story) => void): Triage {
  const { t } = useI18n();
  const { say, fail } = useToasts();
  const { session } = useSession();
  const change = useCallback(
    async (
      story: Story,
      patch: Partial<Pick<Story, 'state' | 'wakeAtCount' | 'assigneeId'>>,
      done: Key,
      values?: Values,
    ) => {
      const path = `/api/stories/${story.id}`;
      onChange?.({ ...story, ...patch });
      try {
        setQueryData(path, await sendJson<Story>('PATCH', path, patch));
        refresh('/api/today');
        say(t(done, values), () => {
          const { state, wakeAtCount, assigneeId } = story;
          sendJson<Story>('PATCH', path, { state, wakeAtCount, assigneeId }).then(
            () => refresh('/api/stories', '/api/today'),
            fail,
          );
        });
      } catch (error) {
        fail(error);
        refresh('/api/stories');
      }
    },
    [fail, onChange, say, t],
  );
  return {
    close: (story) => void change(story, { state: 'closed', wakeAtCount: null }, 'story.done.closed'),
    snooze: (story) => {
      const wakeAtCount = Math.max(2, story.mentionCount * 2);
      void change(story, { state: 'snoozed', wakeAtCount }, 'story.done.snoozed', { n: wakeAtCount });
    },
    irrelevant: (story) => void change(story, { state: 'irrelevant', wakeAtCount: null }, 'story.done.irrelevant'),
    reopen: (story) => void change(story, { state: 'open', wakeAtCount: null }, 'story.done.reopened'),
    take: (story) => void change(story, { assigneeId: session.user?.id ?? null }, 'story.done.taken'),
  };
}

// Saying what a mention really is: sent at once, with a way back, and then what looks alike is asked for.

import { useCallback } from 'react';
import type { Correction, Mention } from '../api.gen.ts';
import { sendJson } from '../lib/api.ts';
import { useI18n } from '../lib/i18n.tsx';
import { refresh } from '../lib/query.ts';
import { useToasts } from '../lib/toast.tsx';

export interface Wish {
  field: Correction['field'];
  label?: string;
  to: string;
}

export interface Correcting {
  /** Resolves to the correction that was written, null when it failed. */
  say: (mention: Mention, wish: Wish) => Promise<Correction | null>;
  undo: (correction: Pick<Correction, 'id' | 'mentionId'>) => Promise<void>;
  /** Says the same of the mentions that were chosen. */
  apply: (correctionId: string, mentionIds: string[]) => Promise<void>;
}

const touched = () => refresh('/api/mentions', '/api/stories', '/api/today', '/api/corrections', '/api/learning');

export function useCorrect(): Correcting {
  const { t } = useI18n();
  const { say: tell, fail } = useToasts();
  const undo = useCallback<Correcting['undo']>(
    async ({ id, mentionId }) => {
      try {
        await sendJson('DELETE', `/api/mentions/${mentionId}/corrections/${id}`);
        touched();
      } catch (error) {
        fail(error);
      }
    },
    [fail],
  );
  const say = useCallback<Correcting['say']>(
    async (mention, wish) => {
      try {
        const path = `/api/mentions/${mention.id}/corrections`;
        const body = { brandId: mention.judgement?.brandId, corrections: [wish] };
        const after = await sendJson<Mention>('PUT', path, body);
        touched();
        const written = after.corrections.find((one) => one.field === wish.field && one.label === (wish.label ?? ''));
        if (!written) return null;
        tell(t('correct.done'), () => void undo(written));
        return written;
      } catch (error) {
        fail(error);
        return null;
      }
    },
    [fail, t, tell, undo],
  );
  const apply = useCallback<Correcting['apply']>(
    async (correctionId, mentionIds) => {
      try {
        const { count } = await sendJson<{ count: number }>('POST', `/api/corrections/${correctionId}/apply`, {
          mentionIds,
        });
        touched();
        tell(t('correct.applied', { n: count }));
      } catch (error) {
        fail(error);
      }
    },
    [fail, t, tell],
  );
  return { say, undo, apply };
}

// What the chosen sources would cost in a month, told before the watch is saved. Shows nothing while all of them are free.

import { useEffect, useState } from 'react';
import type { Estimate, EstimateBody, Source } from '../../api.gen.ts';
import { sendJson } from '../../lib/api.ts';
import { useI18n } from '../../lib/i18n.tsx';
import type { Picked } from './source-picker.tsx';

const PAUSE_MS = 400;

export function CostBox(props: { sources: Source[]; picked: Picked[]; query: string; everyMs: number }) {
  const { t, locale } = useI18n();
  const { sources, picked, query, everyMs } = props;
  const priced = new Set(sources.filter(({ cost }) => cost !== null).map(({ id }) => id));
  const choices = picked.filter(({ sourceId }) => priced.has(sourceId));
  const body: EstimateBody = { query, everyMs, sources: choices.map(({ sourceId, params }) => ({ sourceId, params })) };
  // The question as text, so that the effect runs again only when it changed.
  const asked = choices.length === 0 ? null : JSON.stringify(body);
  const [costs, setCosts] = useState<Estimate[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sentences come in the reader's language
  useEffect(() => {
    if (asked === null) {
      setCosts([]);
      return;
    }
    let isOver = false;
    const timer = setTimeout(() => {
      sendJson<Estimate[]>('POST', '/api/estimate', JSON.parse(asked)).then(
        (found) => !isOver && setCosts(found),
        () => !isOver && setCosts([]),
      );
    }, PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [asked, locale]);
  if (costs.length === 0) return null;
  return (
    <div className="note" role="status" data-testid="cost-box">
      <strong>{t('watch.cost')}</strong>
      {costs.map((cost) => (
        <p key={`${cost.sourceId} ${cost.sentence}`} className="small">
          {cost.sentence}
        </p>
      ))}
    </div>
  );
}

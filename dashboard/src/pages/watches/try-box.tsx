// Reads the chosen sources once, now, and says what the query would take of each. Stores nothing.

import { useState } from 'react';
import type { Tried } from '../../api.gen.ts';
import { sendJson } from '../../lib/api.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { useSourceTitle } from '../../lib/people.ts';
import { ErrorNote } from '../../parts/states.tsx';
import { HitText } from '../../parts/text-marks.tsx';
import type { Picked } from './source-picker.tsx';

const MOST = 10;

export function TryBox(props: { query: string; picked: Picked[] }) {
  const { t } = useI18n();
  const sourceTitle = useSourceTitle();
  const [tried, setTried] = useState<Tried | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const read = () => {
    const sources = props.picked.slice(0, MOST).map(({ sourceId, params }) => ({ sourceId, params }));
    setIsBusy(true);
    setError(null);
    sendJson<Tried>('POST', '/api/watches/try', { query: props.query, sources })
      .then(setTried, setError)
      .finally(() => setIsBusy(false));
  };
  return (
    <section className="try-box">
      <button
        type="button"
        className="button"
        disabled={isBusy || props.picked.length === 0}
        onClick={read}
        data-testid="try-sources"
      >
        {t(isBusy ? 'preview.trying' : 'preview.try')}
      </button>
      {error != null && <ErrorNote error={error} />}
      {tried && (
        <ul className="hits" aria-label={t('preview.tried')}>
          {tried.map((one, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same source may stand twice
            <li key={index} data-testid="tried-source">
              <strong>{sourceTitle(one.sourceId)}</strong>{' '}
              <span className="quiet small">
                {one.error ?? t('preview.triedRow', { matches: one.matchCount, items: one.itemCount })}
                {one.perDay !== null && ` · ${t('preview.triedPerDay', { n: one.perDay })}`}
              </span>
              {one.matches.map((mention) => (
                <HitText key={mention.id} hit={{ mention, spans: [] }} />
              ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

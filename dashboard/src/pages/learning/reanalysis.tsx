// Judging stored mentions anew: first what would change, then the run with how far it is.

import { useState } from 'react';
import type { Learning, ReanalysisPreview } from '../../api.gen.ts';
import { sendJson } from '../../lib/api.ts';
import { type Key, useI18n } from '../../lib/i18n.tsx';
import { useSession } from '../../lib/session.tsx';
import { useToasts } from '../../lib/toast.tsx';
import { useBrandId } from '../../lib/url.ts';
import { Block } from '../../parts/page.tsx';

const PATH = '/api/learning/reanalysis';

export function Reanalysis(props: { run: Learning['reanalysis']; reload: () => void }) {
  const { t } = useI18n();
  const { fail } = useToasts();
  const isAdmin = useSession().session.user?.role === 'admin';
  const brandId = useBrandId();
  const [preview, setPreview] = useState<ReanalysisPreview | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const { run, reload } = props;
  const scope = brandId ? { brandId } : {};
  const act = async (work: () => Promise<unknown>) => {
    setIsBusy(true);
    try {
      await work();
    } catch (error) {
      fail(error);
    }
    setIsBusy(false);
    reload();
  };
  const isRunning = run?.state === 'running';
  return (
    <Block title={t('learning.reanalysis')} hint={t('learning.reanalysisHint')} testId="learning-reanalysis">
      {run && <p role="status">{t(`learning.run.${run.state}`, { done: run.doneCount, changed: run.changedCount })}</p>}
      {run && isRunning && run.totalCount !== null && <progress max={run.totalCount} value={run.doneCount} />}
      {isAdmin && (
        <div className="actions">
          <button
            type="button"
            className="button"
            disabled={isBusy || isRunning}
            data-testid="reanalysis-preview"
            onClick={() => void act(async () => setPreview(await sendJson('POST', `${PATH}/preview`, scope)))}
          >
            {t('learning.preview')}
          </button>
          {isRunning ? (
            <button type="button" className="button" onClick={() => void act(() => sendJson('DELETE', PATH))}>
              {t('learning.cancel')}
            </button>
          ) : (
            <button
              type="button"
              className="button button-main"
              disabled={isBusy}
              data-testid="reanalysis-apply"
              onClick={() => void act(() => sendJson('POST', PATH, scope))}
            >
              {t('learning.apply')}
            </button>
          )}
        </div>
      )}
      {preview && <Preview preview={preview} />}
    </Block>
  );
}

function Preview(props: { preview: ReanalysisPreview }) {
  const { t, format } = useI18n();
  const { preview } = props;
  const rows = (['sentiment', 'severity', 'actor'] as const).flatMap((field) =>
    Object.entries(preview[field]).flatMap(([from, row]) =>
      Object.entries(row).map(([to, count]) => ({ field, from, to, count })),
    ),
  );
  return (
    <div data-testid="reanalysis-result">
      <p>
        {t('learning.previewed', { judged: preview.judgedCount, changed: preview.changedCount })}{' '}
        {!preview.isWhole && <span className="quiet small">{t('learning.previewNewest')}</span>}
      </p>
      {rows.length > 0 && (
        <table className="learning-table">
          <tbody>
            {rows.map(({ field, from, to, count }) => (
              <tr key={`${field}${from}${to}`}>
                <th scope="row">{t(`correct.field.${field}`)}</th>
                <td>
                  {t(`${field}.${from}` as Key)} → {t(`${field}.${to}` as Key)}
                </td>
                <td>{format.number(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {preview.examples.length > 0 && <h3 className="section-title">{t('learning.examples')}</h3>}
      <ul className="correction-list">
        {preview.examples.map(({ mentionId, text, changes }) => (
          <li key={mentionId}>
            <span className="quiet small">
              {changes.map(({ field, from, to }) => `${wordIn(t, field, from)} → ${wordIn(t, field, to)}`).join(', ')}
            </span>
            <p>{text}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function wordIn(t: (key: Key) => string, field: string, word: string): string {
  if (word === '') return '–';
  return field === 'relevance' ? t(word === 'other' ? 'correct.other' : 'correct.brand') : t(`${field}.${word}` as Key);
}

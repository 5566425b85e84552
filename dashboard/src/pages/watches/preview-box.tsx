// What the query would have found in what is already stored: count, estimate per day, newest hits with the reason.

import { useEffect, useState } from 'react';
import type { Preview, PreviewBody } from '../../api.gen.ts';
import { sendJson } from '../../lib/api.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { useSourceTitle } from '../../lib/people.ts';
import { Time } from '../../parts/marks.tsx';
import { ErrorNote, Skeleton } from '../../parts/states.tsx';
import { HitText } from '../../parts/text-marks.tsx';
import type { Picked } from './source-picker.tsx';
import { TryBox } from './try-box.tsx';

const TYPING_MS = 350;

type Draft = Omit<PreviewBody, 'query'>;

interface Answer {
  /** What was asked, as it was sent. */
  key: string;
  query: string;
  preview: Preview | null;
  error: unknown;
}

/** The preview of what was typed last; `isStale` while a newer one is on its way. */
function usePreview(query: string, draft: Draft): { answer: Answer | null; isStale: boolean } {
  const asked = query.trim();
  const key = asked === '' ? '' : JSON.stringify({ ...draft, query: asked } satisfies PreviewBody);
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (key === '') {
      setAnswer(null);
      return;
    }
    let isCurrent = true;
    const timer = setTimeout(() => {
      const body = JSON.parse(key) as PreviewBody;
      sendJson<Preview>('POST', '/api/watches/preview', body).then(
        (preview) => isCurrent && setAnswer({ key, query: body.query, preview, error: null }),
        (error: unknown) => isCurrent && setAnswer({ key, query: body.query, preview: null, error }),
      );
    }, TYPING_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key]);
  return { answer, isStale: key !== '' && answer?.key !== key };
}

export function PreviewBox(props: { query: string; picked: Picked[]; draft: Draft }) {
  const { t } = useI18n();
  const { answer, isStale } = usePreview(props.query, props.draft);
  return (
    <aside className="preview" aria-label={t('preview.title')} data-testid="watch-preview">
      <h2>{t('preview.title')}</h2>
      <div aria-live="polite" className={isStale ? 'preview-body is-stale' : 'preview-body'}>
        {!answer && (isStale ? <Skeleton lines={4} /> : <p className="quiet">{t('preview.start')}</p>)}
        {answer?.error != null && <ErrorNote error={answer.error} />}
        {answer?.preview && <Found query={answer.query} preview={answer.preview} />}
      </div>
      {answer?.preview?.isValid && <TryBox key={answer.query} query={answer.query} picked={props.picked} />}
    </aside>
  );
}

function Found(props: { query: string; preview: Preview }) {
  const { t } = useI18n();
  const { preview } = props;
  const sourceTitle = useSourceTitle();
  if (!preview.isValid) return <QueryError query={props.query} error={preview.error} />;
  return (
    <>
      <p className="preview-sum">
        <strong>{t('preview.matched', { n: preview.matchedCount })}</strong>{' '}
        <span className="quiet">{t('preview.scanned', { n: preview.scannedCount })}</span>
      </p>
      <p className="quiet">
        {preview.perDay === null ? t('preview.perDayUnknown') : t('preview.perDay', { n: preview.perDay })}
      </p>
      {preview.advice.map((sentence) => (
        <p key={sentence} className="note" data-testid="preview-advice">
          {sentence}
        </p>
      ))}
      {preview.sources.length > 1 && (
        <p className="quiet small">
          {t('preview.sources')}{' '}
          {preview.sources
            .slice(0, 6)
            .map((one) => `${sourceTitle(one.sourceId)} ${one.count}`)
            .join(' · ')}
        </p>
      )}
      {preview.hits.length === 0 && <p className="empty-hint">{t('preview.none')}</p>}
      <ul className="hits">
        {preview.hits.map((hit) => (
          <li key={hit.mention.id} data-testid="preview-hit">
            <HitText hit={hit} />
            <span className="quiet small">
              {hit.mention.siteName ?? sourceTitle(hit.mention.sourceId)} ·{' '}
              <Time at={hit.mention.publishedAt ?? hit.mention.seenAt} /> · {hit.why}
            </span>
          </li>
        ))}
      </ul>
      <Hidden hidden={preview.hidden} />
      <ByExamples byExamples={preview.byExamples} />
      {preview.unmeant.count > 0 && <p className="quiet">{t('preview.unmeant', { n: preview.unmeant.count })}</p>}
    </>
  );
}

/** What would match without the NOT parts, and which part keeps it out. */
function Hidden(props: { hidden: Preview['hidden'] }) {
  const { t } = useI18n();
  const { count, parts, samples } = props.hidden;
  if (count === 0) return null;
  return (
    <details data-testid="preview-hidden">
      <summary>
        {t('preview.hidden', { n: count })}{' '}
        <span className="quiet small">{parts.map((part) => `−${part.by} ${part.count}`).join(' · ')}</span>
      </summary>
      <ul className="hits">
        {samples.map((sample) => (
          <li key={sample.mention.id}>
            <HitText hit={sample} />
            <span className="quiet small">{t('preview.hiddenBy', { by: sample.by })}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What the examples change in the judgement "is the brand meant" of what the query finds. */
function ByExamples(props: { byExamples: Preview['byExamples'] }) {
  const { t } = useI18n();
  const { count, meantCount, samples } = props.byExamples;
  return (
    <>
      {count > 0 && (
        <details data-testid="preview-examples">
          <summary>{t('preview.byExamples', { n: count })}</summary>
          <ul className="hits">
            {samples.map((sample) => (
              <li key={sample.mention.id}>
                <HitText hit={sample} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {meantCount > 0 && <p className="quiet">{t('preview.meantByExamples', { n: meantCount })}</p>}
    </>
  );
}

/** The sentence and, where the place is known, the query with that character marked. */
function QueryError(props: { query: string; error: Preview['error'] }) {
  const { t } = useI18n();
  const { query, error } = props;
  const at = error?.position ?? null;
  return (
    <div className="note note-error" role="alert" data-testid="query-error">
      <p>{error?.message ?? t('preview.invalid')}</p>
      {at !== null && (
        <code className="query-error">
          {query.slice(0, at)}
          <mark>{query.slice(at, at + 1) || '␣'}</mark>
          {query.slice(at + 1)}
        </code>
      )}
    </div>
  );
}

// Öğrenme: what people corrected, what was learned from it with its test, and judging anew. Admins act, all may look.

import { useEffect, useState } from 'react';
import type { CorrectionPage, Learning, Training } from '../../api.gen.ts';
import { sendJson } from '../../lib/api.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { setQueryData, useQuery } from '../../lib/query.ts';
import { useSession } from '../../lib/session.tsx';
import { useToasts } from '../../lib/toast.tsx';
import { useWords } from '../../parts/correct-mention.tsx';
import { Time } from '../../parts/marks.tsx';
import { Block, Page } from '../../parts/page.tsx';
import { Loaded } from '../../parts/states.tsx';
import { Reanalysis } from './reanalysis.tsx';

const PATH = '/api/learning';
const LOOK_AGAIN_MS = 1500;

export function LearningPage() {
  const { t } = useI18n();
  const query = useQuery<Learning>(PATH);
  const { reload } = query;
  const isGoing =
    ['waiting', 'running'].includes(query.data?.progress?.state ?? '') || query.data?.reanalysis?.state === 'running';
  useEffect(() => {
    if (!isGoing) return;
    const timer = setInterval(reload, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isGoing, reload]);
  return (
    <Page title={t('learning.title')} lead={t('learning.lead')}>
      <Loaded query={query}>
        {(learning) => (
          <>
            <Corrections learning={learning} />
            <Trainings learning={learning} />
            <Reanalysis run={learning.reanalysis} reload={reload} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

export function useIsAdmin(): boolean {
  return useSession().session.user?.role === 'admin';
}

function Corrections(props: { learning: Learning }) {
  const { t, format } = useI18n();
  const { word, subject } = useWords();
  const recent = useQuery<CorrectionPage>('/api/corrections?limit=8');
  const counts = Object.entries(props.learning.counts).filter(([, count]) => count > 0);
  return (
    <Block title={t('learning.corrections')} hint={t('learning.correctionsHint')} testId="learning-corrections">
      {counts.length === 0 && <p className="quiet">{t('learning.none')}</p>}
      <div className="correction-counts">
        {counts.map(([field, count]) => (
          <span key={field} className="tag">
            {t(`correct.field.${field as keyof Learning['counts']}`)} <strong>{format.number(count)}</strong>
          </span>
        ))}
      </div>
      {recent.data && recent.data.items.length > 0 && (
        <ul className="correction-list">
          {recent.data.items.map(({ correction: one, text }) => (
            <li key={one.id}>
              <span className="quiet small">
                <strong>
                  {subject(one)}: {word(one.field, one.to)}
                </strong>{' '}
                {t('correct.machine', { word: one.from === '' ? t('correct.silent') : word(one.field, one.from) })} ·{' '}
                {one.byName} · <Time at={one.at} />
              </span>
              <p>{text}</p>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}

function Trainings(props: { learning: Learning }) {
  const { t } = useI18n();
  const { fail } = useToasts();
  const isAdmin = useIsAdmin();
  const { active, trainings, progress, counts, least } = props.learning;
  const send = (path: string, body: object) =>
    sendJson<Learning>('POST', path, body).then((after) => setQueryData(PATH, after), fail);
  const isGoing = progress?.state === 'waiting' || progress?.state === 'running';
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const aside = isAdmin && (
    <button
      type="button"
      className="button button-main"
      data-testid="train"
      disabled={isGoing || total < least}
      onClick={() => void send('/api/learning/train', {})}
    >
      {t('learning.train')}
    </button>
  );
  return (
    <Block title={t('learning.trainings')} aside={aside} testId="learning-trainings">
      {total < least && <p className="quiet">{t('learning.need', { n: least })}</p>}
      {progress?.state === 'waiting' && <p role="status">{t('learning.waiting')}</p>}
      {progress?.state === 'running' && (
        <p role="status">{t('learning.progress', { done: progress.done, total: progress.total })}</p>
      )}
      {progress?.error && <p className="note note-error">{progress.error}</p>}
      {active === 0 && <p className="quiet">{t('learning.shipped')}</p>}
      {active !== 0 && isAdmin && (
        <button
          type="button"
          className="link-button"
          data-testid="learning-off"
          onClick={() => void send('/api/learning/version', { version: 0 })}
        >
          {t('learning.turnOff')}
        </button>
      )}
      {trainings.map((one, index) => (
        <One
          key={one.version}
          training={one}
          isActive={one.version === active}
          isOpen={index === 0}
          use={isAdmin ? () => void send('/api/learning/version', { version: one.version }) : null}
        />
      ))}
    </Block>
  );
}

const FIELDS = ['sentiment', 'type', 'aspect', 'relevance'] as const;

function One(props: { training: Training; isActive: boolean; isOpen: boolean; use: (() => void) | null }) {
  const { t, format } = useI18n();
  const { training: one, isActive, use } = props;
  const [isOpen, setIsOpen] = useState(props.isOpen);
  const shareOf = (part: number, count: number) => `${format.number(part)} (${format.percent(part / count)})`;
  const rows = FIELDS.filter((field) => one.fields[field].count > 0);
  return (
    <details className="training" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        {t('learning.training', { version: one.version, n: one.lessonCount, name: one.byName })} ·{' '}
        <Time at={one.trainedAt} />{' '}
        <span className="tag">{t(one.isBetter ? 'learning.better' : 'learning.notBetter')}</span>
        {isActive && <span className="tag tag-active">{t('learning.active')}</span>}
      </summary>
      <table className="learning-table">
        <thead>
          <tr>
            <th>{t('learning.field')}</th>
            <th>{t('learning.count')}</th>
            <th>{t('learning.before')}</th>
            <th>{t('learning.after')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((field) => {
            const { count, before, after } = one.fields[field];
            return (
              <tr key={field}>
                <th scope="row">{t(`correct.field.${field}`)}</th>
                <td>{format.number(count)}</td>
                <td>{shareOf(before, count)}</td>
                <td>{shareOf(after, count)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p>{t('learning.anchors', { count: one.anchors.count, changed: one.anchors.changed })}</p>
      {one.anchors.examples.length > 0 && (
        <ul className="correction-list">
          {one.anchors.examples.slice(0, 5).map(({ mentionId, text }) => (
            <li key={mentionId}>{text}</li>
          ))}
        </ul>
      )}
      {use && !isActive && (
        <button type="button" className="button" onClick={use}>
          {t(one.isBetter ? 'learning.use' : 'learning.force')}
        </button>
      )}
    </details>
  );
}

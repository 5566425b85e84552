// What a page shows when it has nothing to show yet: waiting, failed, or truly empty (and then what to do next).

import type { ReactNode } from 'react';
import { ApiError } from '../lib/api.ts';
import { useI18n } from '../lib/i18n.tsx';
import type { Query } from '../lib/query.ts';
import { useErrorText } from '../lib/toast.tsx';

export function Skeleton(props: { lines?: number; tall?: boolean }) {
  const { t } = useI18n();
  const lines = Array.from({ length: props.lines ?? 4 }, (_, index) => `line-${index}`);
  return (
    <div className={props.tall ? 'skeleton skeleton-tall' : 'skeleton'} role="status">
      <span className="visually-hidden">{t('state.loading')}</span>
      {lines.map((line) => (
        <span key={line} className="skeleton-line" />
      ))}
    </div>
  );
}

export function ErrorNote(props: { error: unknown; retry?: () => void }) {
  const { t } = useI18n();
  const text = useErrorText()(props.error);
  const isGone = props.error instanceof ApiError && props.error.status === 404;
  return (
    <div className="note note-error" role="alert">
      <p>{text}</p>
      {props.retry && !isGone && (
        <button type="button" className="button" onClick={props.retry}>
          {t('action.retry')}
        </button>
      )}
    </div>
  );
}

export function Empty(props: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{props.title}</p>
      {props.children && <div className="empty-hint">{props.children}</div>}
    </div>
  );
}

/** Data when there is some (even while it is read again), else the error or a skeleton. */
export function Loaded<T>(props: { query: Query<T>; lines?: number; children: (data: T) => ReactNode }) {
  const { data, error, reload } = props.query;
  if (data === undefined)
    return error ? <ErrorNote error={error} retry={reload} /> : <Skeleton lines={props.lines ?? 5} />;
  return (
    <>
      {error && <ErrorNote error={error} retry={reload} />}
      {props.children(data)}
    </>
  );
}

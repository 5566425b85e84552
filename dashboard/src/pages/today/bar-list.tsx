// Counts as lengths beside their change, longest first; rows beyond the first few fold away.

import { useState } from 'react';
import { Link } from 'wouter';
import { useI18n } from '../../lib/i18n.tsx';
import { useHref } from '../../lib/url.ts';
import { Change } from '../../parts/marks.tsx';

const SHOWN = 6;

interface Row {
  id: string;
  label: string;
  count: number;
  previous: number;
  /** The list behind the number, when there is one. */
  href: string | null;
}

export function BarList(props: { rows: Row[] }) {
  const { t, format } = useI18n();
  const href = useHref();
  const [isOpen, setIsOpen] = useState(false);
  const rows = props.rows
    .filter((row) => row.count > 0 || row.previous > 0)
    .toSorted((left, right) => right.count - left.count || format.compare(left.label, right.label));
  if (rows.length === 0) return <p className="quiet">{t('today.noneCounted')}</p>;
  const top = Math.max(1, ...rows.map((row) => row.count));
  return (
    <>
      <ul className="bars">
        {rows.slice(0, isOpen ? undefined : SHOWN).map((row) => (
          <li key={row.id} className="bar-row">
            <span className="bar-label">{row.href ? <Link href={href(row.href)}>{row.label}</Link> : row.label}</span>
            <span className="bar-count">{format.number(row.count)}</span>
            <Change now={row.count} before={row.previous} />
            <svg className="bar" width="100%" height="6" aria-hidden="true">
              <rect className="bar-back" width="100%" height="6" rx="3" />
              <rect className="bar-fill" width={`${Math.max(1, (row.count / top) * 100)}%`} height="6" rx="3" />
            </svg>
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && (
        <button type="button" className="link-button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? t('action.less') : t('action.moreRows', { n: rows.length - SHOWN })}
        </button>
      )}
    </>
  );
}

// Names with their mentions of the last seven days, the change against the seven before, and the negative ones.

import { Link } from 'wouter';
import type { EntityTable } from '../api.gen.ts';
import { useI18n } from '../lib/i18n.tsx';
import { useHref } from '../lib/url.ts';

export function NamedTable(props: { rows: EntityTable['items'] }) {
  const { t, format } = useI18n();
  const href = useHref();
  const linkOf = (kind: string, name: string, more = '') =>
    href(`/named?entity=${encodeURIComponent(`${kind}:${name}`)}${more}`);
  return (
    <table className="named">
      <thead>
        <tr>
          <th scope="col">{t('named.name')}</th>
          <th scope="col">{t('named.week')}</th>
          <th scope="col">{t('named.before')}</th>
          <th scope="col">{t('named.negative')}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map(({ kind, name, count, previous, negative }) => (
          <tr key={`${kind}:${name}`} data-testid="named-row">
            <th scope="row">
              <Link href={linkOf(kind, name)}>{name}</Link> <span className="quiet small">{t(`entity.${kind}`)}</span>
            </th>
            <td>
              {format.number(count)} <Change from={previous} to={count} />
            </td>
            <td className="quiet">{format.number(previous)}</td>
            <td>
              {negative > 0 ? (
                <Link href={linkOf(kind, name, '&sentiment=negative')}>{format.number(negative)}</Link>
              ) : (
                <span className="quiet">0</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Change(props: { from: number; to: number }) {
  const { format } = useI18n();
  const { from, to } = props;
  if (from === to) return <span className="quiet">=</span>;
  const difference = to - from;
  return (
    <span className={difference > 0 ? 'named-up' : 'quiet'}>
      {difference > 0 ? `▲ +${format.number(difference)}` : `▼ −${format.number(-difference)}`}
    </span>
  );
}

// What can be seen of each platform, what cannot and why, and which way exists: folded away at the end of the sources page.
// Must never show "could be seen" as "is seen".

import type { Coverage } from '../../api.gen.ts';
import { type Key, useI18n } from '../../lib/i18n.tsx';
import { useQuery } from '../../lib/query.ts';
import { Loaded } from '../../parts/states.tsx';

const SIGN: Record<Coverage['level'], string> = { open: '●', partial: '◐', keyed: '◇', none: '○' };
const LEVELS: Coverage['level'][] = ['open', 'partial', 'keyed', 'none'];
const COLUMNS: Key[] = ['coverage.platform', 'coverage.sees', 'coverage.misses', 'coverage.way'];

export function CoverageTable() {
  const { t } = useI18n();
  const query = useQuery<Coverage[]>('/api/coverage');
  return (
    <details className="source-group" data-testid="coverage">
      <summary>
        <h2>{t('coverage.title')}</h2>
      </summary>
      <p className="quiet small">{t('coverage.hint')}</p>
      <Loaded query={query} lines={10}>
        {(entries) => <Matrix entries={entries} />}
      </Loaded>
    </details>
  );
}

function Matrix(props: { entries: Coverage[] }) {
  const { t } = useI18n();
  return (
    <>
      <p className="coverage-sums">
        {LEVELS.map((level) => (
          <span key={level} className={`coverage-${level}`}>
            <span aria-hidden="true">{SIGN[level]}</span> {t(`coverage.level.${level}`)}:{' '}
            {props.entries.filter((entry) => entry.level === level).length}
          </span>
        ))}
      </p>
      <table className="coverage">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.entries.map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Row(props: { entry: Coverage }) {
  const { t } = useI18n();
  const { entry } = props;
  const keys = [...new Set(entry.sources.filter((one) => !one.isDetour).flatMap((one) => one.missingKeys))];
  return (
    <tr data-testid="coverage-row">
      <th scope="row">
        {entry.platform}
        <span className={`coverage-level coverage-${entry.level}`}>
          <span aria-hidden="true">{SIGN[entry.level]}</span> {t(`coverage.level.${entry.level}`)}
        </span>
        {entry.level !== 'none' && (
          <span className={`coverage-level coverage-now-${entry.now}`}>{t(`coverage.now.${entry.now}`)}</span>
        )}
      </th>
      <td data-label={t('coverage.sees')}>{entry.sees}</td>
      <td data-label={t('coverage.misses')}>{entry.misses}</td>
      <td data-label={t('coverage.way')}>
        {entry.way}
        {keys.length > 0 && <span className="coverage-level">{t('coverage.keys', { list: keys.join(', ') })}</span>}
        {entry.sources.length > 0 && (
          <span className="coverage-level">
            {t('coverage.sources', { list: entry.sources.map(({ title }) => title).join(', ') })}
          </span>
        )}
      </td>
    </tr>
  );
}

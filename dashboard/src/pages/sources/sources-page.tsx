// Kaynaklar: what we can see and what we cannot. Trouble first; what nobody uses folds away at the end.

import { useEffect } from 'react';
import { Link } from 'wouter';
import type { Source } from '../../api.gen.ts';
import { type Translate, useI18n } from '../../lib/i18n.tsx';
import { useQuery } from '../../lib/query.ts';
import { useParams } from '../../lib/url.ts';
import { CHANNELS, oneOf } from '../../lib/values.ts';
import { Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { CoverageTable } from './coverage-table.tsx';
import { SourceCard } from './source-card.tsx';

const GROUPS = [
  { id: 'trouble', states: ['suspended', 'failing', 'quiet'] },
  { id: 'working', states: ['ok'] },
  { id: 'unused', states: ['unused'] },
] as const satisfies { id: string; states: Source['state'][] }[];

export function SourcesPage() {
  const { t } = useI18n();
  const query = useQuery<Source[]>('/api/sources');
  return (
    <Page title={t('nav.sources')} lead={query.data && summary(query.data, t)}>
      <Loaded query={query} lines={10}>
        {(sources) => <Lists sources={sources} />}
      </Loaded>
      <CoverageTable />
    </Page>
  );
}

function summary(sources: Source[], t: Translate): string {
  const used = sources.filter((source) => source.state !== 'unused');
  const seen = used.filter((source) => source.state === 'ok' || source.state === 'quiet').length;
  if (used.length === 0) return t('sources.leadUnused', { all: sources.length });
  return t('sources.lead', { seen, used: used.length, all: sources.length });
}

function Lists(props: { sources: Source[] }) {
  const { t, format } = useI18n();
  const { get, set } = useParams();
  const channel = oneOf(CHANNELS, get('channel'));
  const shown = props.sources.filter((source) => channel === null || source.channel === channel);
  const groups = GROUPS.map(({ id, states }) => {
    const order: Source['state'][] = [...states];
    const sources = shown
      .filter((source) => order.includes(source.state))
      .toSorted(
        (left, right) =>
          order.indexOf(left.state) - order.indexOf(right.state) || format.compare(left.title, right.title),
      );
    return { id, sources };
  }).filter((group) => group.sources.length > 0);
  useEffect(() => {
    const id = decodeURIComponent(window.location.hash.slice(1));
    if (id) document.getElementById(id)?.scrollIntoView({ block: 'center' });
  }, []);
  return (
    <>
      <div className="tabs">
        {[null, ...CHANNELS].map((each) => (
          <button
            key={each ?? 'all'}
            type="button"
            aria-pressed={channel === each}
            onClick={() => set({ channel: each })}
          >
            {each === null ? t('sources.allChannels') : t(`channel.${each}`)}
          </button>
        ))}
      </div>
      {groups.length === 0 && <Empty title={t('sources.none')} />}
      {groups.every((group) => group.id === 'unused') && groups.length > 0 && (
        <Empty title={t('sources.noneUsed')}>
          <Link href="/watches?new=1">{t('watch.add')}</Link>
        </Empty>
      )}
      {groups.map((group) => {
        const title = `${t(`sources.group.${group.id}`)} (${format.number(group.sources.length)})`;
        return group.id === 'unused' ? (
          <details key={group.id} className="source-group" open={groups.length === 1}>
            <summary>
              <h2>{title}</h2>
            </summary>
            <Cards sources={group.sources} />
          </details>
        ) : (
          <section key={group.id} className="source-group">
            <h2>{title}</h2>
            <Cards sources={group.sources} />
          </section>
        );
      })}
    </>
  );
}

function Cards(props: { sources: Source[] }) {
  return (
    <div className="source-grid">
      {props.sources.map((source) => (
        <SourceCard key={source.id} source={source} />
      ))}
    </div>
  );
}

// Arama sonuçları: which page stands where when people search for the brand, and what came or rose since yesterday. Must never
// show a place without saying whose page it is.

import { Link } from 'wouter';
import type { Search } from '../../api.gen.ts';
import { withQuery } from '../../lib/api.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { safeLink } from '../../lib/link.ts';
import { useQuery } from '../../lib/query.ts';
import { useHref, useParams } from '../../lib/url.ts';
import { oneOf } from '../../lib/values.ts';
import { Time } from '../../parts/marks.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { RankLine } from './rank-line.tsx';

type SearchPage = Search['pages'][number];

const SHOWN = ['all', 'negative', 'own', 'changed'] as const;
const SIGN: Record<SearchPage['mark'], string> = { own: '★', negative: '−', neutral: '○' };
const PAGE_ONE = 10;

export function SearchesPage() {
  const { t } = useI18n();
  const { get } = useParams();
  const query = useQuery<Search[]>(withQuery('/api/searches', { brandId: get('brand') }));
  return (
    <Page title={t('searches.title')} lead={query.data && query.data.length > 0 ? leadOf(query.data, t) : undefined}>
      <Loaded query={query} lines={10}>
        {(searches) => (searches.length === 0 ? <None /> : <Searches searches={searches} />)}
      </Loaded>
    </Page>
  );
}

function leadOf(searches: Search[], t: ReturnType<typeof useI18n>['t']): string {
  const pages = searches.flatMap((search) => search.pages.filter(({ rank }) => rank !== null && rank <= PAGE_ONE));
  const count = (mark: SearchPage['mark']) =>
    new Set(pages.filter((page) => page.mark === mark).map(({ url }) => url)).size;
  return t('searches.lead', { searches: searches.length, negative: count('negative'), own: count('own') });
}

function None() {
  const { t } = useI18n();
  return (
    <Empty title={t('searches.none')}>
      {t('searches.noneHint')} <Link href="/watches">{t('nav.watches')}</Link>
    </Empty>
  );
}

function Searches(props: { searches: Search[] }) {
  const { t } = useI18n();
  const { get, set } = useParams();
  const show = oneOf(SHOWN, get('show')) ?? 'all';
  const wanted = get('q');
  const engine = get('engine');
  const engines = [...new Map(props.searches.map((search) => [search.sourceId, search.engine]))];
  const queries = [...new Set(props.searches.map((search) => search.query))];
  const shown = props.searches
    .filter((search) => (!wanted || search.query === wanted) && (!engine || search.sourceId === engine))
    .map((search) => ({ ...search, pages: search.pages.filter((page) => isShown(page, show)) }));
  return (
    <>
      <div className="search-filters">
        <div className="tabs">
          {SHOWN.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={show === each}
              onClick={() => set({ show: each === 'all' ? null : each })}
            >
              {t(`searches.show.${each}`)}
            </button>
          ))}
        </div>
        <Choice
          name="q"
          label={t('searches.query')}
          all={t('searches.allQueries')}
          values={queries.map((each) => [each, each])}
        />
        {engines.length > 1 && (
          <Choice name="engine" label={t('searches.engine')} all={t('searches.allEngines')} values={engines} />
        )}
      </div>
      {shown.map((search) => (
        <SearchTable key={`${search.watchId} ${search.sourceId} ${search.query}`} search={search} />
      ))}
    </>
  );
}

function isShown(page: SearchPage, show: (typeof SHOWN)[number]): boolean {
  if (show === 'all') return true;
  return show === 'changed' ? page.rank !== page.dayAgo : page.mark === show;
}

function Choice(props: { name: string; label: string; all: string; values: (readonly [string, string])[] }) {
  const { get, set } = useParams();
  return (
    <label className={get(props.name) ? 'chip chip-on' : 'chip'}>
      <span className="visually-hidden">{props.label}</span>
      <select
        name={props.name}
        value={get(props.name) ?? ''}
        onChange={(event) => set({ [props.name]: event.target.value || null })}
      >
        <option value="">{props.all}</option>
        {props.values.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function SearchTable(props: { search: Search }) {
  const { t } = useI18n();
  const { search } = props;
  return (
    <section className="search-section" data-testid="search">
      <h2>
        {search.query} <span className="quiet small">{search.engine}</span>
      </h2>
      <p className="quiet small">
        {t('searches.watch', { name: search.watchName })} · {t('searches.seen')} <Time at={search.at} />
      </p>
      {search.pages.length === 0 ? (
        <p className="quiet">{t('searches.nothing')}</p>
      ) : (
        <table className="searches">
          <thead>
            <tr>
              <th scope="col">{t('searches.rank')}</th>
              <th scope="col">{t('searches.page')}</th>
              <th scope="col">{t('searches.mark')}</th>
              <th scope="col">{t('searches.month')}</th>
            </tr>
          </thead>
          <tbody>
            {search.pages.map((page) => (
              <Row key={page.url} page={page} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Row(props: { page: SearchPage }) {
  const { t } = useI18n();
  const href = useHref();
  const { page } = props;
  const link = safeLink(page.url);
  const isOnPageOne = page.rank !== null && page.rank <= PAGE_ONE;
  return (
    <tr className={`rank-row search-${page.mark}${isOnPageOne ? '' : ' search-behind'}`} data-testid="search-page">
      <td className="search-rank">
        <strong>{page.rank ?? '–'}</strong>
        <RankChange page={page} />
      </td>
      <th scope="row">
        {link ? (
          <a href={link} target="_blank" rel="noopener noreferrer nofollow">
            {page.title ?? page.host}
          </a>
        ) : (
          (page.title ?? page.host)
        )}
        <span className="quiet small search-host">
          {page.host}
          {page.onPageOneSince !== null && (
            <>
              {' · '}
              {t('searches.since')} <Time at={page.onPageOneSince} />
            </>
          )}
          {page.storyId !== null && (
            <>
              {' · '}
              <Link href={href(`/stories/${page.storyId}`)}>{t('searches.story')}</Link>
            </>
          )}
        </span>
      </th>
      <td>
        <span className={`tag search-tag-${page.mark}`}>
          <span aria-hidden="true">{SIGN[page.mark]}</span> {t(`searches.mark.${page.mark}`)}
        </span>
      </td>
      <td>
        <RankLine days={page.days} />
      </td>
    </tr>
  );
}

/** Up is a smaller number; the words say so, never the colour. */
function RankChange(props: { page: SearchPage }) {
  const { t } = useI18n();
  const { rank, dayAgo } = props.page;
  if (rank === dayAgo) return <span className="quiet small">{t('searches.same')}</span>;
  if (dayAgo === null) return <span className="small search-moved">{t('searches.new')}</span>;
  if (rank === null) return <span className="small search-moved">{t('searches.gone', { n: dayAgo })}</span>;
  return (
    <span className="small search-moved">
      <span aria-hidden="true">{rank < dayAgo ? '▲' : '▼'}</span>{' '}
      {t(rank < dayAgo ? 'searches.up' : 'searches.down', { n: Math.abs(rank - dayAgo) })}
    </span>
  );
}

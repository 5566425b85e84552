// The inbox's filters. They live in the address, so every view can be kept as a bookmark and sent to a colleague.

import { useEffect, useRef, useState } from 'react';
import type { Source, Watch } from '../../api.gen.ts';
import { withQuery } from '../../lib/api.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { useQuery } from '../../lib/query.ts';
import { type Params, useParams } from '../../lib/url.ts';
import {
  CHANNELS,
  CHECKED_CLAIMS,
  FINDING_TYPES,
  oneOf,
  SENTIMENTS,
  SEVERITIES,
  STORY_STATES,
} from '../../lib/values.ts';

const TYPING_MS = 300;
const STATES = [...STORY_STATES, 'all'] as const;
export const PERIODS = { '24h': 86_400_000, '7d': 7 * 86_400_000, '30d': 30 * 86_400_000 } as const;
const PERIOD_IDS = ['24h', '7d', '30d'] as const;
const NAMES = ['channel', 'severity', 'type', 'claim', 'sentiment', 'watch', 'source', 'since', 'q', 'sort'];

/** The list's address on the server for what the page's address says. Unknown values are left out. */
export function storiesPath(get: Params['get'], now: number): string {
  const period = oneOf(PERIOD_IDS, get('since'));
  const state = stateOf(get);
  return withQuery('/api/stories', {
    brandId: get('brand'),
    state: state === 'all' ? null : state,
    channel: oneOf(CHANNELS, get('channel')),
    maxSeverity: oneOf(SEVERITIES, get('severity')),
    type: oneOf(FINDING_TYPES, get('type')),
    claim: oneOf(CHECKED_CLAIMS, get('claim')),
    sentiment: oneOf(SENTIMENTS, get('sentiment')),
    watchId: get('watch'),
    sourceId: get('source'),
    search: get('q'),
    since: period ? now - PERIODS[period] : null,
    sort: oneOf(['recent', 'size'], get('sort')),
    limit: 30,
  });
}

export function stateOf(get: Params['get']): (typeof STATES)[number] {
  return oneOf(STATES, get('state')) ?? 'open';
}

export function Filters(props: { searchRef: React.RefObject<HTMLInputElement | null> }) {
  const { t, format } = useI18n();
  const params = useParams();
  const { get, set } = params;
  const watches = useQuery<Watch[]>(withQuery('/api/watches', { brandId: get('brand') })).data ?? [];
  const sources = useQuery<Source[]>('/api/sources').data ?? [];
  const state = stateOf(get);
  const isFiltered = NAMES.some((name) => name !== 'sort' && get(name) !== null);
  const types = FINDING_TYPES.map((id) => ({ id, label: t(`type.${id}`) })).toSorted((left, right) =>
    format.compare(left.label, right.label),
  );
  return (
    <search className="filters" aria-label={t('filter.label')}>
      <div className="tabs">
        {STATES.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={state === each}
            data-testid={`state-${each}`}
            onClick={() => set({ state: each === 'open' ? null : each, story: null })}
          >
            {t(`story.state.${each}`)}
          </button>
        ))}
      </div>
      <Search searchRef={props.searchRef} params={params} />
      <div className="chips">
        <Chip name="channel" params={params} options={CHANNELS.map((id) => ({ id, label: t(`channel.${id}`) }))} />
        <Chip
          name="severity"
          params={params}
          options={SEVERITIES.slice(0, 3).map((id) => ({
            id: String(id),
            label: id === 1 ? t('filter.onlyCrisis') : t('filter.atLeast', { name: t(`severity.${id}`) }),
          }))}
        />
        <Chip name="type" params={params} options={types} />
        <Chip
          name="sentiment"
          params={params}
          options={SENTIMENTS.map((id) => ({ id, label: t(`sentiment.${id}`) }))}
        />
        <Chip name="claim" params={params} options={CHECKED_CLAIMS.map((id) => ({ id, label: t(`claim.${id}`) }))} />
        <Chip name="watch" params={params} options={watches.map((each) => ({ id: each.id, label: each.name }))} />
        <Chip
          name="source"
          params={params}
          options={sources
            .filter((each) => each.subscriptionCount > 0 || each.id === get('source'))
            .map((each) => ({ id: each.id, label: each.title }))}
        />
        <Chip
          name="since"
          params={params}
          options={PERIOD_IDS.map((id) => ({ id, label: t(`filter.period.${id}`) }))}
        />
        {isFiltered && (
          <button
            type="button"
            className="link-button"
            onClick={() => set(Object.fromEntries(NAMES.map((name) => [name, null])))}
          >
            {t('filter.clear')}
          </button>
        )}
      </div>
    </search>
  );
}

type ChipName = 'channel' | 'severity' | 'type' | 'claim' | 'sentiment' | 'watch' | 'source' | 'since';

/** A native select that looks like a chip: works with every keyboard, screen reader and phone. */
function Chip(props: { name: ChipName; params: Params; options: { id: string; label: string }[] }) {
  const { t } = useI18n();
  const { name, params, options } = props;
  const value = params.get(name) ?? '';
  const isKnown = options.some((option) => option.id === value);
  return (
    <label className={value ? 'chip chip-on' : 'chip'}>
      <span className="visually-hidden">{t(`filter.${name}`)}</span>
      <select
        value={value}
        data-testid={`filter-${name}`}
        onChange={(event) => params.set({ [name]: event.target.value || null, story: null })}
      >
        <option value="">{value ? t('filter.any', { name: t(`filter.${name}`) }) : t(`filter.${name}`)}</option>
        {value && !isKnown && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

function Search(props: { searchRef: React.RefObject<HTMLInputElement | null>; params: Params }) {
  const { t } = useI18n();
  const { get, set } = props.params;
  const asked = get('q') ?? '';
  const [text, setText] = useState(asked);
  const sent = useRef(asked);
  useEffect(() => {
    // The address changed by itself (Back, "clear"): the box follows.
    if (asked !== sent.current) setText(asked);
    sent.current = asked;
  }, [asked]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text.trim();
      set({ q: text.trim() || null, story: null });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, set]);
  return (
    <div className="search-row">
      <input
        ref={props.searchRef}
        type="search"
        value={text}
        maxLength={200}
        placeholder={t('filter.search')}
        aria-label={t('filter.search')}
        data-testid="search"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <label className="sort">
        <span>{t('filter.sort')}</span>
        <select
          value={get('sort') ?? 'recent'}
          data-testid="sort"
          onChange={(event) => set({ sort: event.target.value === 'recent' ? null : event.target.value })}
        >
          <option value="recent">{t('filter.sort.recent')}</option>
          <option value="size">{t('filter.sort.size')}</option>
        </select>
      </label>
    </div>
  );
}

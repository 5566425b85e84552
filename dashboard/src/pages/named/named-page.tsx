// Adı geçenler: which branches, products and towns are named, this week against the week before (?kind=), and the mentions
// that name one of them (?entity=, ?sentiment=negative).

import { Link } from 'wouter';
import type { EntityTable, Mention } from '../../api.gen.ts';
import { withQuery } from '../../lib/api.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { usePages } from '../../lib/pages.ts';
import { useSourceTitle } from '../../lib/people.ts';
import { useQuery } from '../../lib/query.ts';
import { useBrandId, useHref, useParams } from '../../lib/url.ts';
import { ENTITY_KINDS, oneOf, SENTIMENTS } from '../../lib/values.ts';
import { MentionCard } from '../../parts/mention-card.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { NamedTable } from '../../parts/named-table.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, ErrorNote, Loaded, Skeleton } from '../../parts/states.tsx';

export function NamedPage() {
  const { get } = useParams();
  const entity = get('entity');
  return entity ? <Mentions entity={entity} /> : <Counts />;
}

function Counts() {
  const { t } = useI18n();
  const { get, set } = useParams();
  const kind = oneOf(ENTITY_KINDS, get('kind') ?? '');
  const query = useQuery<EntityTable>(withQuery('/api/entities', { brandId: useBrandId(), kind }));
  return (
    <Page title={t('named.title')} lead={t('named.lead')}>
      <div className="tabs">
        <button type="button" aria-pressed={kind === null} onClick={() => set({ kind: null })}>
          {t('named.all')}
        </button>
        {ENTITY_KINDS.map((each) => (
          <button key={each} type="button" aria-pressed={kind === each} onClick={() => set({ kind: each })}>
            {t(`entity.${each}`)}
          </button>
        ))}
      </div>
      <Loaded query={query} lines={8}>
        {({ items, others }) =>
          items.length === 0 ? (
            <Empty title={t('named.none')} />
          ) : (
            <>
              <NamedTable rows={items} />
              {others.nameCount > 0 && (
                <p className="quiet">{t('named.others', { n: others.nameCount, count: others.count })}</p>
              )}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Mentions(props: { entity: string }) {
  const { t } = useI18n();
  const href = useHref();
  const { get, set } = useParams();
  const sourceTitle = useSourceTitle();
  const at = props.entity.indexOf(':');
  const kind = oneOf(ENTITY_KINDS, props.entity.slice(0, at));
  const sentiment = oneOf(SENTIMENTS, get('sentiment') ?? '');
  const filter = { brandId: useBrandId(), entity: props.entity, sentiment, limit: 20 };
  const mentions = usePages<Mention>(withQuery('/api/mentions', filter));
  return (
    <Page
      key={props.entity}
      title={props.entity.slice(at + 1)}
      lead={
        <>
          <Link href={href('/named')}>← {t('named.back')}</Link> {kind && t(`entity.${kind}`)}
        </>
      }
    >
      <div className="tabs">
        {([null, ...SENTIMENTS] as const).map((each) => (
          <button
            key={each ?? 'all'}
            type="button"
            aria-pressed={sentiment === each}
            onClick={() => set({ sentiment: each })}
          >
            {each === null ? t('named.all') : t(`sentiment.${each}`)}
          </button>
        ))}
      </div>
      {mentions.error && <ErrorNote error={mentions.error} retry={mentions.reload} />}
      {!mentions.isReady && !mentions.error && <Skeleton lines={6} />}
      {mentions.isReady && mentions.items.length === 0 && <Empty title={t('story.noMentions')} />}
      {mentions.items.map((mention) => (
        <MentionCard key={mention.id} mention={mention} sourceTitle={sourceTitle(mention.sourceId)} />
      ))}
      <MoreButton pages={mentions} />
    </Page>
  );
}

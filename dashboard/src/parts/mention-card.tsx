// One mention: who said what where, which sentence caused which label, and the way to the original.

import { useState } from 'react';
import { Link } from 'wouter';
import type { Evidence, Mention } from '../api.gen.ts';
import { useI18n } from '../lib/i18n.tsx';
import { safeLink } from '../lib/link.ts';
import { useHref } from '../lib/url.ts';
import { isThreat, SURE } from '../lib/values.ts';
import { MentionCorrections } from './correct-mention.tsx';
import { MentionEvidence } from './evidence.tsx';
import { SentimentTag, Time } from './marks.tsx';
import { MentionHistory, MentionMarks } from './mention-history.tsx';
import { SeverityParts } from './severity-parts.tsx';
import { fullText, MentionText } from './text-marks.tsx';

const LONG = 700;

/** `evidence`: the mention's packs, newest first; absent where none are shown. */
export function MentionCard(props: { mention: Mention; sourceTitle: string; evidence?: Evidence[] }) {
  const { t, format } = useI18n();
  const { mention } = props;
  const [isOpen, setIsOpen] = useState(false);
  const link = safeLink(mention.url);
  const isLong = fullText(mention).length > LONG;
  const author = mention.author.name ?? mention.author.handle;
  return (
    <article className="mention" data-testid="mention-card" data-mention={mention.id} tabIndex={-1}>
      <header className="mention-head">
        <span className="mention-source">{mention.siteName ?? props.sourceTitle}</span>
        <span>{t(`channel.${mention.channel}`)}</span>
        <span className="mention-author">{author ?? t('mention.noAuthor')}</span>
        {mention.author.followers !== null && <span>{t('mention.followers', { n: mention.author.followers })}</span>}
        {mention.publishedAt === null ? (
          <span title={t('mention.noDateHint')}>
            {t('mention.seen')} <Time at={mention.seenAt} />
          </span>
        ) : (
          <Time at={mention.publishedAt} />
        )}
      </header>
      <div className={isLong && !isOpen ? 'mention-body mention-cut' : 'mention-body'}>
        <MentionText mention={mention} />
      </div>
      {isLong && (
        <button type="button" className="link-button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {t(isOpen ? 'action.less' : 'action.more')}
        </button>
      )}
      <footer className="mention-foot">
        <Judged mention={mention} />
        <MentionMarks mention={mention} />
        <Engagement mention={mention} />
        {link && (
          <a className="original" href={link} target="_blank" rel="noopener noreferrer nofollow">
            {t('mention.original')} <span aria-hidden="true">↗</span>
          </a>
        )}
      </footer>
      <Named mention={mention} />
      <MentionHistory mention={mention} />
      {mention.judgement && mention.judgement.pii.length > 0 && (
        <p className="quiet small">{t('mention.masked', { n: mention.judgement.pii.length })}</p>
      )}
      {mention.judgement?.relevance && !mention.judgement.relevance.isBrand && (
        <p className="quiet small">
          {t('mention.notBrand', { p: format.percent(mention.judgement.relevance.confidence) })}
        </p>
      )}
      <MentionCorrections mention={mention} />
      {props.evidence && <MentionEvidence mentionId={mention.id} packs={props.evidence} />}
    </article>
  );
}

function Judged(props: { mention: Mention }) {
  const { t, format } = useI18n();
  const { judgement } = props.mention;
  if (!judgement) return <span className="tag">{t('mention.notJudged')}</span>;
  return (
    <>
      <SeverityParts severity={judgement.severity} />
      <SentimentTag label={judgement.sentiment.label} confidence={judgement.sentiment.confidence} />
      {judgement.types.map((entry) => (
        <span key={`${entry.type}-${entry.start}`} className={isThreat(entry.type) ? 'tag tag-threat' : 'tag'}>
          {t(`type.${entry.type}`)} <span className="tag-number">{format.percent(entry.confidence)}</span>
          {entry.confidence < SURE && <em className="unsure"> {t('unsure')}</em>}
        </span>
      ))}
      {judgement.aspects.map((aspect) => (
        <span key={aspect.id} className="tag tag-plain">
          {t(`aspect.${aspect.id}`)}
        </span>
      ))}
      {judgement.claim !== 'unverified' && (
        <span className="tag tag-plain" data-testid="claim-tag">
          {t('mention.claim', { name: t(`claim.${judgement.claim}`) })}
        </span>
      )}
      {judgement.actor.label !== 'unknown' && (
        <span className="tag tag-plain">{t('mention.actor', { name: t(`actor.${judgement.actor.label}`) })}</span>
      )}
    </>
  );
}

/** What it names, each a way to the other mentions that do. */
function Named(props: { mention: Mention }) {
  const { t } = useI18n();
  const href = useHref();
  const entities = props.mention.judgement?.entities ?? [];
  if (entities.length === 0) return null;
  return (
    <p className="quiet small" data-testid="named-in">
      {t('named.entities')}{' '}
      {entities.map(({ kind, name }, index) => (
        <span key={`${kind}:${name}`}>
          {index > 0 && ' · '}
          <Link href={href(`/named?entity=${encodeURIComponent(`${kind}:${name}`)}`)}>{name}</Link> (
          {t(`entity.${kind}`)})
        </span>
      ))}
    </p>
  );
}

function Engagement(props: { mention: Mention }) {
  const { t } = useI18n();
  const { likes, shares, comments, views, rating } = props.mention.engagement;
  const parts = [
    rating === null ? null : t('engagement.rating', { n: rating }),
    likes ? t('engagement.likes', { n: likes }) : null,
    shares ? t('engagement.shares', { n: shares }) : null,
    comments ? t('engagement.comments', { n: comments }) : null,
    views ? t('engagement.views', { n: views }) : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? <span className="quiet small">{parts.join(' · ')}</span> : null;
}

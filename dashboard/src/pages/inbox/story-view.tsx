// One story with its mentions: in the inbox's side panel and on a page of its own.

import { Link } from 'wouter';
import type { Mention, Story } from '../../api.gen.ts';
import { withQuery } from '../../lib/api.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { usePages } from '../../lib/pages.ts';
import { useSourceTitle, useUsers } from '../../lib/people.ts';
import { useCanAct } from '../../lib/session.tsx';
import { useHref } from '../../lib/url.ts';
import { useEvidence } from '../../parts/evidence.tsx';
import { SeverityBadge, StoryStateTag, Time } from '../../parts/marks.tsx';
import { MentionCard } from '../../parts/mention-card.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { Empty, ErrorNote, Skeleton } from '../../parts/states.tsx';
import type { Triage } from './use-triage.ts';

export function StoryView(props: { story: Story; triage: Triage; hasTitle?: boolean }) {
  const { t, format } = useI18n();
  const { story, triage } = props;
  const href = useHref();
  const sourceTitle = useSourceTitle();
  const assignee = useUsers().find((user) => user.id === story.assigneeId);
  const evidence = useEvidence({ storyId: story.id });
  const mentions = usePages<Mention>(withQuery('/api/mentions', { storyId: story.id, limit: 20 }));
  return (
    <div className="story-view" data-testid="story-view">
      {props.hasTitle && <h2 className="story-view-title">{story.title || t('story.untitled')}</h2>}
      <div className="story-facts">
        <SeverityBadge level={story.severity} />
        <StoryStateTag story={story} />
        {story.types.map((type) => (
          <span key={type} className="story-type">
            {t(`type.${type}`)}
          </span>
        ))}
        {story.incidentId && (
          <Link className="story-incident" href={href(`/incidents/${story.incidentId}`)}>
            {t('story.openIncident')}
          </Link>
        )}
      </div>
      <dl className="facts">
        <Fact label={t('story.size')}>
          {t('count.mentions', { n: story.mentionCount })}, {t('count.negative', { n: story.negativeCount })}
        </Fact>
        <Fact label={t('story.authors')}>{format.number(story.authorCount)}</Fact>
        <Fact label={t('story.first')}>
          <Time at={story.firstSeenAt} />
        </Fact>
        <Fact label={t('story.last')}>
          <Time at={story.lastSeenAt} />
        </Fact>
        <Fact label={t('story.sources')}>{story.sourceIds.map(sourceTitle).join(', ')}</Fact>
        <Fact label={t('story.assignee')}>
          {story.assigneeId === null ? t('story.nobody') : (assignee?.name ?? t('unknown'))}
        </Fact>
      </dl>
      <Actions story={story} triage={triage} />
      <h3 className="section-title">{t('story.mentions')}</h3>
      {!mentions.isReady && mentions.isLoading && <Skeleton lines={6} />}
      {mentions.error && <ErrorNote error={mentions.error} retry={mentions.reload} />}
      {mentions.isReady && mentions.items.length === 0 && (
        <Empty title={t('story.noMentions')}>{t('story.noMentionsHint')}</Empty>
      )}
      {mentions.items.map((mention) => (
        <MentionCard
          key={mention.id}
          mention={mention}
          sourceTitle={sourceTitle(mention.sourceId)}
          evidence={evidence.get(mention.id) ?? []}
        />
      ))}
      <MoreButton pages={mentions} />
    </div>
  );
}

function Fact(props: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Actions(props: { story: Story; triage: Triage }) {
  const { t } = useI18n();
  const { story, triage } = props;
  if (!useCanAct()) return null;
  return (
    <div className="actions">
      {story.state === 'open' ? (
        <>
          <button type="button" className="button" data-testid="story-close" onClick={() => triage.close(story)}>
            {t('story.close')} <kbd>e</kbd>
          </button>
          <button
            type="button"
            className="button"
            data-testid="story-snooze"
            title={t('story.snoozeHint', { n: Math.max(2, story.mentionCount * 2) })}
            onClick={() => triage.snooze(story)}
          >
            {t('story.snooze')} <kbd>s</kbd>
          </button>
          <button
            type="button"
            className="button"
            data-testid="story-irrelevant"
            onClick={() => triage.irrelevant(story)}
          >
            {t('story.irrelevant')} <kbd>i</kbd>
          </button>
        </>
      ) : (
        <button type="button" className="button" data-testid="story-reopen" onClick={() => triage.reopen(story)}>
          {t('story.reopen')}
        </button>
      )}
      <button type="button" className="button" data-testid="story-take" onClick={() => triage.take(story)}>
        {t('story.take')} <kbd>a</kbd>
      </button>
    </div>
  );
}

// One story with its mentions: in the inbox's side panel and on a page of its own.

import { Link } from 'wouter';
import type { Story, StoryCourse } from '../../api.gen.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { useSourceTitle, useUsers } from '../../lib/people.ts';
import { useQuery } from '../../lib/query.ts';
import { useCanAct } from '../../lib/session.tsx';
import { useHref } from '../../lib/url.ts';
import { SeverityBadge, StoryStateTag, Time, WaveTag } from '../../parts/marks.tsx';
import { Course } from './story-course.tsx';
import { StoryMentions } from './story-mentions.tsx';
import { useStoryLinks } from './use-story-links.ts';
import type { Triage } from './use-triage.ts';

export function StoryView(props: { story: Story; triage: Triage; hasTitle?: boolean }) {
  const { t, format } = useI18n();
  const { story, triage } = props;
  const href = useHref();
  const sourceTitle = useSourceTitle();
  const assignee = useUsers().find((user) => user.id === story.assigneeId);
  const links = useStoryLinks();
  const course = useQuery<StoryCourse>(`/api/stories/${encodeURIComponent(story.id)}/course`);
  return (
    <div className="story-view" data-testid="story-view">
      {props.hasTitle && <h2 className="story-view-title">{story.title || t('story.untitled')}</h2>}
      <div className="story-facts">
        <SeverityBadge level={story.severity} />
        <StoryStateTag story={story} />
        <WaveTag story={story} />
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
      {course.data && <Course story={story} course={course.data} links={links} />}
      <StoryMentions story={story} course={course.data} links={links} />
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

// How a story went, beside its mentions: what may be coordinated, who was first, where it appeared, what looks like it, what
// was there before, and what people decided.

import { Link } from 'wouter';
import type { Mention, Story, StoryCourse } from '../../api.gen.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { safeLink } from '../../lib/link.ts';
import { useSourceTitle } from '../../lib/people.ts';
import { useCanAct } from '../../lib/session.tsx';
import { useHref } from '../../lib/url.ts';
import { Time } from '../../parts/marks.tsx';
import { StoryRow } from '../../parts/story-row.tsx';
import type { StoryLinks } from './use-story-links.ts';

const MINUTE_MS = 60_000;

export function Course(props: { story: Story; course: StoryCourse; links: StoryLinks }) {
  const { course, story, links } = props;
  return (
    <div className="course" data-testid="course">
      {story.wave && <WaveBox wave={story.wave} mentions={course.waveMentions} />}
      <Suggested story={story} course={course} links={links} />
      {story.mentionCount > 1 && <Spread course={course} />}
      <Past course={course} />
      <Decisions course={course} links={links} />
    </div>
  );
}

function WaveBox(props: { wave: NonNullable<Story['wave']>; mentions: Mention[] }) {
  const { t } = useI18n();
  const { kind, accountCount, from, to, datedCount, youngCount, followedCount, smallCount } = props.wave;
  const minutes = Math.max(1, Math.ceil((to - from) / MINUTE_MS));
  return (
    <section className="note wave-box" data-testid="wave">
      <h3 className="section-title">{t('story.wave')}</h3>
      <p>{t(kind === 'text' ? 'story.waveText' : 'story.waveLink', { count: accountCount, minutes })}</p>
      {youngCount > 0 && <p>{t('story.waveYoung', { count: youngCount, known: datedCount })}</p>}
      {smallCount > 0 && <p>{t('story.waveSmall', { count: smallCount, known: followedCount })}</p>}
      <p className="quiet">{t('story.waveCareful')}</p>
      {props.mentions.length > 0 && (
        <details>
          <summary>{t('story.waveList')}</summary>
          <ol className="wave-list">
            {props.mentions.map((mention) => (
              <WaveMention key={mention.id} mention={mention} />
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

function WaveMention(props: { mention: Mention }) {
  const { t, format } = useI18n();
  const { author, publishedAt, seenAt, url } = props.mention;
  const link = safeLink(url);
  const name = author.handle ?? author.name ?? t('mention.noAuthor');
  return (
    <li>
      {link ? (
        <a href={link} target="_blank" rel="noopener noreferrer nofollow">
          {name}
        </a>
      ) : (
        name
      )}
      <span className="quiet">
        {' '}
        {format.full(publishedAt ?? seenAt)}
        {author.createdAt !== undefined && <>, {t('story.accountSince', { date: format.day(author.createdAt) })}</>}
        {author.followers !== null && <>, {t('mention.followers', { n: author.followers })}</>}
      </span>
    </li>
  );
}

function Suggested(props: { story: Story; course: StoryCourse; links: StoryLinks }) {
  const { t } = useI18n();
  const canAct = useCanAct();
  const { story, course, links } = props;
  if (course.suggested.length === 0) return null;
  return (
    <section data-testid="suggested">
      <h3 className="section-title">{t('story.suggested')}</h3>
      {canAct && <p className="quiet small">{t('story.suggestedHint')}</p>}
      <ul className="story-list">
        {course.suggested.map(({ story: other }) => (
          <StoryRow
            key={other.id}
            story={other}
            actions={
              canAct && (
                <div className="row-actions">
                  <button type="button" className="button" onClick={() => void links.merge([story, other])}>
                    {t('story.merge')}
                  </button>
                  <button type="button" className="link-button" onClick={() => void links.keepApart(story, other.id)}>
                    {t('story.different')}
                  </button>
                </div>
              )
            }
          />
        ))}
      </ul>
    </section>
  );
}

function Spread(props: { course: StoryCourse }) {
  const { t } = useI18n();
  const { course } = props;
  const sourceTitle = useSourceTitle();
  const { first } = course;
  const link = safeLink(first?.url ?? null);
  return (
    <section>
      <h3 className="section-title">{t('story.course')}</h3>
      {first && (
        <p data-testid="first-post">
          <span className="quiet">{t('story.courseFirst')}:</span>{' '}
          <strong>{first.author.name ?? first.author.handle ?? t('mention.noAuthor')}</strong>,{' '}
          {first.siteName ?? sourceTitle(first.sourceId)}, <Time at={first.publishedAt ?? first.seenAt} />
          {link && (
            <>
              {' '}
              <a href={link} target="_blank" rel="noopener noreferrer nofollow">
                {t('mention.original')} <span aria-hidden="true">↗</span>
              </a>
            </>
          )}
        </p>
      )}
      <HourStrip hours={course.hours} />
      <ol className="outlets" aria-label={t('story.outlets')} data-testid="outlets">
        {course.outlets.map((outlet) => (
          <li key={`${outlet.channel} ${outlet.siteName ?? outlet.sourceId}`}>
            <Time at={outlet.firstAt} />
            <span>
              <strong>{outlet.siteName ?? sourceTitle(outlet.sourceId)}</strong>{' '}
              <span className="quiet">{t(`channel.${outlet.channel}`)}</span>
            </span>
            <span>{t('count.mentions', { n: outlet.count })}</span>
          </li>
        ))}
      </ol>
      {!course.isWhole && <p className="quiet small">{t('story.partly', { n: course.readCount })}</p>}
    </section>
  );
}

const HOUR_MS = 60 * MINUTE_MS;
const MAX_BARS = 72;

/** Mentions by hour from the first to the last one; the dark part is negative. Long stories by more hours at once. */
function HourStrip(props: { hours: StoryCourse['hours'] }) {
  const { t, format } = useI18n();
  const from = Math.min(...props.hours.map(({ hourAt }) => hourAt));
  const to = Math.max(...props.hours.map(({ hourAt }) => hourAt));
  if (props.hours.length === 0 || from === to) return null;
  const stepMs = Math.ceil(((to - from) / HOUR_MS + 1) / MAX_BARS) * HOUR_MS;
  const bars = Array.from({ length: Math.floor((to - from) / stepMs) + 1 }, (_, i) => {
    const inside = props.hours.filter(({ hourAt }) => Math.floor((hourAt - from) / stepMs) === i);
    const sum = (field: 'count' | 'negative') => inside.reduce((all, hour) => all + hour[field], 0);
    return { at: from + i * stepMs, count: sum('count'), negative: sum('negative') };
  });
  const most = Math.max(...bars.map(({ count }) => count));
  const percent = (value: number) => `${Math.round((value / most) * 100)}%`;
  return (
    <div className="hour-strip" role="img" aria-label={t('story.course')}>
      {bars.map((bar) => (
        <span
          key={bar.at}
          style={{ height: percent(bar.count) }}
          title={`${format.full(bar.at)}: ${t('count.mentions', { n: bar.count })}, ${t('count.negative', { n: bar.negative })}`}
        >
          <span style={{ height: bar.count === 0 ? '0' : `${Math.round((bar.negative / bar.count) * 100)}%` }} />
        </span>
      ))}
    </div>
  );
}

function Past(props: { course: StoryCourse }) {
  const { t } = useI18n();
  const href = useHref();
  if (props.course.past.length === 0) return null;
  return (
    <section data-testid="past">
      <h3 className="section-title">{t('story.past')}</h3>
      <ul className="past-list">
        {props.course.past.map(({ story, incident, outcome }) => (
          <li key={story.id}>
            <Link href={href(`/stories/${story.id}`)}>{story.title || t('story.untitled')}</Link>{' '}
            <span className="quiet">
              <Time at={story.lastSeenAt} />, {t('count.mentions', { n: story.mentionCount })}
            </span>
            <div>
              {incident ? (
                <Link href={href(`/incidents/${incident.id}`)}>
                  {t('story.pastIncident', { title: incident.title })}
                </Link>
              ) : (
                <span className="quiet">{t('story.pastOpen', { state: t(`story.state.${story.state}`) })}</span>
              )}
              {outcome && <span> {t('story.pastOutcome', { text: outcome })}</span>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Decisions(props: { course: StoryCourse; links: StoryLinks }) {
  const { t } = useI18n();
  const canAct = useCanAct();
  if (props.course.links.length === 0) return null;
  return (
    <details className="decisions" data-testid="decisions">
      <summary>{t('story.decisions')}</summary>
      <ul>
        {props.course.links.map((link) => (
          <li key={link.id}>
            {t(link.kind === 'merged' ? 'story.linkMerged' : 'story.linkApart', {
              who: link.byName ?? t('story.somebody'),
            })}
            , <Time at={link.at} />{' '}
            {link.canUndo && canAct && (
              <button type="button" className="link-button" onClick={() => void props.links.undoMerge(link.fromId)}>
                {t('action.undo')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

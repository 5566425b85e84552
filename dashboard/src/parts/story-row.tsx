// One story in a list: what it is about, how big, how bad, where.

import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Story } from '../api.gen.ts';
import { useI18n } from '../lib/i18n.tsx';
import { useHref } from '../lib/url.ts';
import { SeverityBadge, StoryStateTag, Time, WaveTag } from './marks.tsx';

const MAX_TYPES = 2;

export function StoryRow(props: {
  story: Story;
  isSelected?: boolean;
  onOpen?: (story: Story) => void;
  aside?: ReactNode;
  actions?: ReactNode;
  /** Chosen to be merged with others; absent where that is not offered. */
  check?: { isOn: boolean; onToggle: () => void };
}) {
  const { t } = useI18n();
  const { story, onOpen } = props;
  const href = useHref();
  const rest = story.types.length - MAX_TYPES;
  return (
    <li
      className={`story-row edge-${story.severity} ${props.isSelected ? 'is-selected' : ''}`}
      data-testid="story-row"
      data-story={story.id}
      aria-current={props.isSelected ? 'true' : undefined}
    >
      {props.check && (
        <input
          type="checkbox"
          className="story-check"
          checked={props.check.isOn}
          aria-label={t('story.check', { title: story.title || t('story.untitled') })}
          data-testid="story-check"
          onChange={props.check.onToggle}
        />
      )}
      <div className="story-main">
        <Link
          href={href(`/stories/${story.id}`)}
          className="story-title"
          onClick={(event) => {
            if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onOpen(story);
          }}
        >
          {story.title || t('story.untitled')}
        </Link>
        <div className="story-facts">
          <SeverityBadge level={story.severity} />
          <StoryStateTag story={story} />
          <WaveTag story={story} />
          {story.types.slice(0, MAX_TYPES).map((type) => (
            <span key={type} className="story-type">
              {t(`type.${type}`)}
            </span>
          ))}
          {rest > 0 && <span className="quiet">+{rest}</span>}
          <span className="quiet">{story.channels.map((channel) => t(`channel.${channel}`)).join(', ')}</span>
          {story.incidentId && (
            <Link className="story-incident" href={href(`/incidents/${story.incidentId}`)}>
              {t('story.inIncident')}
            </Link>
          )}
        </div>
      </div>
      <div className="story-numbers">
        {props.aside}
        <span className="story-count">{t('count.mentions', { n: story.mentionCount })}</span>
        <span className="quiet">
          {story.negativeCount > 0 && <>{t('count.negative', { n: story.negativeCount })} · </>}
          <Time at={story.lastSeenAt} />
        </span>
      </div>
      {props.actions}
    </li>
  );
}

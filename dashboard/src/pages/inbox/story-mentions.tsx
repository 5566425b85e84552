// The mentions of a story: copies of one text folded under the newest, and ticks for those that belong elsewhere.

import { type ReactNode, useState } from 'react';
import type { Mention, Story, StoryCourse } from '../../api.gen.ts';
import { withQuery } from '../../lib/api.ts';
import { type Fold, foldCopies } from '../../lib/fold-copies.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { useKeys } from '../../lib/keyboard.ts';
import { usePages } from '../../lib/pages.ts';
import { useSourceTitle } from '../../lib/people.ts';
import { useCanAct } from '../../lib/session.tsx';
import { useEvidence } from '../../parts/evidence.tsx';
import { MentionCard } from '../../parts/mention-card.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { Empty, ErrorNote, Skeleton } from '../../parts/states.tsx';
import type { StoryLinks } from './use-story-links.ts';

export function StoryMentions(props: { story: Story; course: StoryCourse | undefined; links: StoryLinks }) {
  const { t } = useI18n();
  const { story, course, links } = props;
  const canAct = useCanAct() && story.mentionCount > 1;
  const sourceTitle = useSourceTitle();
  const evidence = useEvidence({ storyId: story.id });
  const mentions = usePages<Mention>(withQuery('/api/mentions', { storyId: story.id, limit: 20 }));
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (set: ReadonlySet<string>, id: string) =>
    set.has(id) ? new Set([...set].filter((each) => each !== id)) : new Set([...set, id]);
  const idsOf = ({ mention, key }: Fold) => {
    const copy = key === null ? undefined : course?.copies.find(({ mentionId }) => mentionId === key);
    return copy && !opened.has(copy.mentionId) ? [copy.mentionId, ...copy.otherIds] : [mention.id];
  };
  const folds = foldCopies(mentions.items, course?.copies ?? [], opened);
  const chosen = folds.filter(({ mention }) => ticked.has(mention.id)).flatMap(idsOf);
  const split = async () => {
    if (await links.split(story, chosen)) setTicked(new Set());
  };
  useKeys({
    y: () => {
      if (!canAct || chosen.length === 0) return false;
      void split();
    },
  });
  return (
    <>
      <h3 className="section-title">{t('story.mentions')}</h3>
      {canAct && (
        <div className="split-bar" data-testid="split-bar">
          {chosen.length === 0 ? (
            <span className="quiet small">{t('story.splitHint')}</span>
          ) : (
            <>
              <strong>{t('story.ticked', { n: chosen.length })}</strong>
              <button type="button" className="button" data-testid="split" onClick={() => void split()}>
                {t('story.split')} <kbd>y</kbd>
              </button>
            </>
          )}
        </div>
      )}
      {!mentions.isReady && mentions.isLoading && <Skeleton lines={6} />}
      {mentions.error && <ErrorNote error={mentions.error} retry={mentions.reload} />}
      {mentions.isReady && mentions.items.length === 0 && (
        <Empty title={t('story.noMentions')}>{t('story.noMentionsHint')}</Empty>
      )}
      {folds.map(({ mention, key, moreCount }) => (
        <Pick
          key={mention.id}
          isTicked={ticked.has(mention.id)}
          onTick={canAct ? () => setTicked(toggle(ticked, mention.id)) : null}
        >
          <MentionCard
            mention={mention}
            sourceTitle={sourceTitle(mention.sourceId)}
            evidence={evidence.get(mention.id) ?? []}
          />
          {key !== null && (
            <button
              type="button"
              className="link-button copies-button"
              aria-expanded={opened.has(key)}
              data-testid="copies"
              onClick={() => setOpened(toggle(opened, key))}
            >
              {opened.has(key) ? t('story.copiesHide') : t('story.copies', { n: moreCount })}
            </button>
          )}
        </Pick>
      ))}
      <MoreButton pages={mentions} />
    </>
  );
}

function Pick(props: { isTicked: boolean; onTick: (() => void) | null; children: ReactNode }) {
  const { t } = useI18n();
  return (
    <div className={props.isTicked ? 'pick is-ticked' : 'pick'}>
      {props.onTick && (
        <input
          type="checkbox"
          className="pick-box"
          checked={props.isTicked}
          aria-label={t('story.tick')}
          data-testid="tick"
          onChange={props.onTick}
        />
      )}
      <div className="pick-body">{props.children}</div>
    </div>
  );
}

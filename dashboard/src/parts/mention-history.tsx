// What became of a mention: where else it was seen, what was changed in it since, what the firm answered and whether it is
// solved. Titles and texts are hostile: they stay text.

import { useState } from 'react';
import type { Mention, MentionVersions } from '../api.gen.ts';
import { useI18n } from '../lib/i18n.tsx';
import { safeLink } from '../lib/link.ts';
import { useSourceTitle } from '../lib/people.ts';
import { useQuery } from '../lib/query.ts';
import { type DiffPart, diffWords } from '../lib/word-diff.ts';
import { Time } from './marks.tsx';
import { Loaded } from './states.tsx';
import { fullText } from './text-marks.tsx';

type Version = MentionVersions['items'][number];
type Words = Pick<Mention, 'title' | 'text'>;

/** Signs of a mention with a history; nothing for one that was seen once and never changed. */
export function MentionMarks(props: { mention: Mention }) {
  const { t } = useI18n();
  const { resolution, sightings } = props.mention;
  const state = resolution?.state;
  return (
    <>
      {state && state !== 'open' && (
        <span className={state === 'solved' ? 'tag tag-ok' : 'tag'} data-testid="mention-resolution">
          {t(`resolution.${state}`)}
        </span>
      )}
      {sightings.length > 1 && <span className="tag tag-plain">{t('mention.sightings', { n: sightings.length })}</span>}
    </>
  );
}

export function MentionHistory(props: { mention: Mention }) {
  const { t } = useI18n();
  const { mention } = props;
  const [opened, setOpened] = useState<'sightings' | 'versions' | 'answer' | null>(null);
  const toggle = (which: typeof opened) => setOpened(opened === which ? null : which);
  const answer = mention.resolution?.answer ?? null;
  const parts = [
    mention.sightings.length > 1 && (['sightings', t('mention.whereSeen', { n: mention.sightings.length })] as const),
    mention.changedAt !== null &&
      (['versions', t(mention.editCount > 0 ? 'mention.edited' : 'mention.changed')] as const),
    answer !== null && (['answer', t('resolution.answer')] as const),
  ].filter((part) => part !== false);
  if (parts.length === 0) return null;
  return (
    <section className="history" aria-label={t('mention.history')} data-testid="mention-history">
      <div className="history-acts">
        {parts.map(([which, label]) => (
          <button
            key={which}
            type="button"
            className="link-button"
            aria-expanded={opened === which}
            data-testid={`history-${which}`}
            onClick={() => toggle(which)}
          >
            {label}
          </button>
        ))}
      </div>
      {opened === 'sightings' && <Sightings mention={mention} />}
      {opened === 'versions' && <Versions mention={mention} />}
      {opened === 'answer' && <Answer resolution={mention.resolution} />}
    </section>
  );
}

function Sightings(props: { mention: Mention }) {
  const { t } = useI18n();
  const sourceTitle = useSourceTitle();
  return (
    <ul className="history-list" data-testid="sightings">
      {props.mention.sightings.map((seen) => {
        const link = safeLink(seen.url);
        return (
          <li key={seen.sourceId}>
            <strong>{sourceTitle(seen.sourceId)}</strong>{' '}
            <span className="quiet small">
              {t(seen.isOriginal ? 'mention.isOriginal' : 'mention.isFound')}
              {seen.rank !== null && `, ${t('mention.rank', { n: seen.rank })}`} · {t('mention.firstSeen')}{' '}
              <Time at={seen.firstSeenAt} /> · {t('mention.lastSeen')} <Time at={seen.lastSeenAt} />
            </span>
            <div className="history-title">
              {link === null ? (
                seen.title
              ) : (
                <a href={link} target="_blank" rel="noopener noreferrer nofollow">
                  {seen.title ?? t('mention.original')} <span aria-hidden="true">↗</span>
                </a>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function Versions(props: { mention: Mention }) {
  const query = useQuery<MentionVersions>(`/api/mentions/${props.mention.id}/versions`);
  const whole = useQuery<Mention>(`/api/mentions/${props.mention.id}`);
  const now = whole.data ?? props.mention;
  return (
    <Loaded query={query} lines={3}>
      {({ items }) => (
        <ol className="history-list" data-testid="versions">
          {items.map((version, at) => (
            <li key={version.replacedAt}>
              <Change before={version} after={items[at - 1] ?? now} />
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  );
}

/** What was changed when, against what came after it. */
function Change(props: { before: Version; after: Words & Pick<Version, 'resolution'> }) {
  const { t } = useI18n();
  const { before, after } = props;
  const states = [before, after].map(({ resolution }) => resolution?.state ?? null);
  const isText = fullText(before) !== fullText(after);
  return (
    <>
      <p className="quiet small">
        <Time at={before.replacedAt} />: {isText && t('mention.textChanged')}
        {!isText && states[0] === states[1] && t('mention.answerChanged')}
        {states[0] !== states[1] &&
          ` ${t('mention.stateChanged', { from: stateText(t, states[0]), to: stateText(t, states[1]) })}`}
      </p>
      {isText && (
        <p className="diff">
          {keyed(diffWords(fullText(before), fullText(after))).map(([key, part]) => (
            <DiffWords key={key} part={part} />
          ))}
        </p>
      )}
    </>
  );
}

function stateText(
  t: ReturnType<typeof useI18n>['t'],
  state: NonNullable<Version['resolution']>['state'] | undefined,
): string {
  return state ? t(`resolution.${state}`) : t('unknown');
}

/** Where it begins is what tells one part from another. */
function keyed(parts: readonly DiffPart[]): [number, DiffPart][] {
  let at = 0;
  return parts.map((part) => {
    at += part.text.length;
    return [at, part];
  });
}

function DiffWords(props: { part: DiffPart }) {
  const { kind, text } = props.part;
  if (kind === 'removed') return <del>{text}</del>;
  return kind === 'added' ? <ins>{text}</ins> : <span>{text}</span>;
}

function Answer(props: { resolution: Mention['resolution'] }) {
  const { resolution } = props;
  return (
    <blockquote className="history-answer">
      {resolution?.answeredAt != null && (
        <p className="quiet small">
          <Time at={resolution.answeredAt} />
        </p>
      )}
      <p className="mention-text">{resolution?.answer}</p>
    </blockquote>
  );
}

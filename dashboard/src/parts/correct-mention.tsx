// Under a mention: what people said instead of the machine, what was said of texts like it, and the controls to say more.
// Nothing is applied by itself: look-alikes are a list with boxes to tick.

import { useState } from 'react';
import type { Correction, Lookalikes, Mention } from '../api.gen.ts';
import { getJson } from '../lib/api.ts';
import { type Key, useI18n } from '../lib/i18n.tsx';
import { useKeys } from '../lib/keyboard.ts';
import { useCanAct } from '../lib/session.tsx';
import { ACTORS, ASPECTS, CLAIMS, FINDING_TYPES, SENTIMENTS, SEVERITIES } from '../lib/values.ts';
import { Time } from './marks.tsx';
import { type Correcting, useCorrect, type Wish } from './use-correct.ts';

export function MentionCorrections(props: { mention: Mention }) {
  const { mention } = props;
  const canAct = useCanAct();
  const correcting = useCorrect();
  const [offered, setOffered] = useState<{ correction: Correction; found: Lookalikes } | null>(null);
  const say = async (wish: Wish) => {
    const correction = await correcting.say(mention, wish);
    if (!correction) return;
    const found = await getJson<Lookalikes>(`/api/corrections/${correction.id}/lookalikes`).catch(() => null);
    setOffered(found && found.items.length > 0 ? { correction, found } : null);
  };
  const press = (wish: Wish) => () => {
    if (!canAct || currentCard()?.dataset.mention !== mention.id) return false;
    void say(wish);
  };
  const step = (by: number) => () => {
    const cards = allCards();
    const at = cards.findIndex((card) => card.dataset.mention === mention.id);
    if (currentCard() !== cards[at] || !cards[at + by]) return false;
    cards[at + by]?.focus();
  };
  useKeys({
    '1': press({ field: 'sentiment', to: 'negative' }),
    '2': press({ field: 'sentiment', to: 'neutral' }),
    '3': press({ field: 'sentiment', to: 'positive' }),
    '0': press({ field: 'relevance', to: 'other' }),
    '.': step(1),
    ',': step(-1),
  });
  if (!mention.judgement) return null;
  return (
    <section className="corrections" data-testid="mention-corrections">
      {mention.corrections.map((one) => (
        <Said key={one.id} correction={one} mention={mention} undo={canAct ? correcting.undo : null} />
      ))}
      {canAct &&
        mention.suggestions.map((one) => (
          <Suggested key={one.correctionId} suggestion={one} mention={mention} say={say} />
        ))}
      {offered && <Alike offer={offered} correcting={correcting} close={() => setOffered(null)} />}
      {canAct && <Controls mention={mention} say={say} />}
    </section>
  );
}

function allCards(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-mention]')];
}

/** The one that has the focus, else the first. */
function currentCard(): HTMLElement | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-mention]') ?? allCards()[0];
}

/** The words of a correction in the reader's language. */
export function useWords() {
  const { t, format } = useI18n();
  const word = (field: Correction['field'], value: string): string => {
    if (field === 'sentiment' || field === 'actor' || field === 'severity') return t(`${field}.${value}` as Key);
    if (field === 'claim') return t(`claim.${value}` as Key);
    if (field === 'relevance') return t(value === 'other' ? 'correct.other' : 'correct.brand');
    return t(value === 'yes' ? 'correct.yes' : 'correct.no');
  };
  const subject = ({ field, label }: Pick<Correction, 'field' | 'label'>): string =>
    label === '' ? t(`correct.field.${field}`) : t(`${field}.${label}` as Key);
  /** 'nötr 62 %', as the machine says it now. */
  const machine = ({ machine: said }: Mention, one: Correction): string => {
    if (!said) return word(one.field, one.from);
    if (one.field === 'sentiment')
      return `${word('sentiment', said.sentiment.label)} ${format.percent(said.sentiment.confidence)}`;
    const given =
      one.field === 'type'
        ? said.types.find(({ type }) => type === one.label)
        : one.field === 'aspect'
          ? said.aspects.find(({ id }) => id === one.label)
          : undefined;
    if (given) return `${word(one.field, 'yes')} ${format.percent(given.confidence)}`;
    return one.from === '' ? t('correct.silent') : word(one.field, one.from);
  };
  return { word, subject, machine };
}

function Said(props: { correction: Correction; mention: Mention; undo: Correcting['undo'] | null }) {
  const { t } = useI18n();
  const { word, subject, machine } = useWords();
  const { correction: one, mention, undo } = props;
  return (
    <p className="correction">
      <strong>
        {subject(one)}: {word(one.field, one.to)}
      </strong>{' '}
      <span className="quiet small">
        {t('correct.machine', { word: machine(mention, one) })} · {t('correct.by', { name: one.byName })} ·{' '}
        <Time at={one.at} />
      </span>
      {undo && (
        <button type="button" className="link-button" onClick={() => void undo(one)}>
          {t('correct.undo')}
        </button>
      )}
    </p>
  );
}

function Suggested(props: {
  suggestion: Mention['suggestions'][number];
  mention: Mention;
  say: (wish: Wish) => Promise<void>;
}) {
  const { t } = useI18n();
  const { word, subject } = useWords();
  const { field, label, to, byName, reason } = props.suggestion;
  const own = label === '' ? { field } : { field, label };
  return (
    <p className="correction suggestion" data-testid="mention-suggestion">
      <span>
        {t(`correct.like.${reason}`, { name: byName })} <strong>{subject({ field, label })}</strong> → {word(field, to)}
      </span>
      <button type="button" className="button" onClick={() => void props.say({ ...own, to })}>
        {t('correct.applyOne')}
      </button>
    </p>
  );
}

function Alike(props: {
  offer: { correction: Correction; found: Lookalikes };
  correcting: Correcting;
  close: () => void;
}) {
  const { t } = useI18n();
  const { items } = props.offer.found;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(items.filter(({ reason }) => reason === 'copy').map(({ mentionId }) => mentionId)),
  );
  const toggle = (id: string) =>
    setChosen((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]));
  return (
    <fieldset className="alike" data-testid="lookalikes">
      <legend>{t('correct.alike', { n: items.length })}</legend>
      <ul>
        {items.map(({ mentionId, text, reason }) => (
          <li key={mentionId}>
            <label>
              <input type="checkbox" checked={chosen.has(mentionId)} onChange={() => toggle(mentionId)} />
              <span className="tag tag-plain">{t(`correct.reason.${reason}`)}</span> <span>{text}</span>
            </label>
          </li>
        ))}
      </ul>
      <div className="actions">
        <button
          type="button"
          className="button button-main"
          disabled={chosen.size === 0}
          onClick={() => {
            void props.correcting.apply(props.offer.correction.id, [...chosen]);
            props.close();
          }}
        >
          {t('correct.applyAll', { n: chosen.size })}
        </button>
        <button type="button" className="link-button" onClick={props.close}>
          {t('correct.notNow')}
        </button>
      </div>
    </fieldset>
  );
}

function Controls(props: { mention: Mention; say: (wish: Wish) => Promise<void> }) {
  const { t } = useI18n();
  const { mention, say } = props;
  const { judgement } = mention;
  if (!judgement) return null;
  const isMeant = judgement.relevance?.isBrand !== false;
  const has = { type: judgement.types.map(({ type }) => type), aspect: judgement.aspects.map(({ id }) => id) };
  const lists = { type: FINDING_TYPES, aspect: ASPECTS };
  return (
    <details className="correct">
      <summary>{t('correct.title')}</summary>
      <div className="correct-row">
        {SENTIMENTS.map((to) => (
          <button
            key={to}
            type="button"
            className="word-pick"
            aria-pressed={judgement.sentiment.label === to}
            onClick={() => void say({ field: 'sentiment', to })}
          >
            {t(`sentiment.${to}`)}
          </button>
        ))}
        <button
          type="button"
          className="word-pick"
          aria-pressed={!isMeant}
          onClick={() => void say({ field: 'relevance', to: isMeant ? 'other' : 'brand' })}
        >
          {t('correct.other')}
        </button>
      </div>
      {(['type', 'aspect'] as const).map((field) => (
        <div key={field} className="correct-row">
          {has[field].map((label) => (
            <button
              key={label}
              type="button"
              className="word-pick"
              aria-pressed="true"
              title={t('correct.remove')}
              onClick={() => void say({ field, label, to: 'no' })}
            >
              {t(`${field}.${label}` as Key)} <span aria-hidden="true">×</span>
            </button>
          ))}
          <Choice
            label={t(`correct.add.${field}`)}
            options={lists[field]
              .filter((one) => !(has[field] as string[]).includes(one))
              .map((one) => [one, t(`${field}.${one}` as Key)])}
            onChoose={(label) => void say({ field, label, to: 'yes' })}
          />
        </div>
      ))}
      <div className="correct-row">
        <Choice
          label={t('correct.field.severity')}
          options={SEVERITIES.map((level) => [String(level), t(`severity.${level}`)])}
          onChoose={(to) => void say({ field: 'severity', to })}
        />
        <Choice
          label={t('correct.field.actor')}
          options={ACTORS.map((one) => [one, t(`actor.${one}`)])}
          onChoose={(to) => void say({ field: 'actor', to })}
        />
        <Choice
          label={t('correct.field.claim')}
          options={CLAIMS.map((one) => [one, t(`claim.${one}`)])}
          onChoose={(to) => void say({ field: 'claim', to })}
        />
      </div>
    </details>
  );
}

function Choice(props: { label: string; options: [value: string, text: string][]; onChoose: (value: string) => void }) {
  return (
    <select value="" aria-label={props.label} onChange={(event) => props.onChoose(event.target.value)}>
      <option value="" disabled>
        {props.label}
      </option>
      {props.options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  );
}

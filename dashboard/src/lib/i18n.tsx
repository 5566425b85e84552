// The two languages. Every word on screen comes from locales/*.json; a key that does not exist fails the build.

import { createContext, type ReactNode, use, useEffect, useMemo } from 'react';
import * as en from '../../../locales/en.json';
import * as tr from '../../../locales/tr.json';
import { type Format, fill, type Locale, makeFormat, type Values } from './format.ts';

type Words = Pick<
  typeof tr,
  'actor' | 'aspect' | 'channel' | 'entity' | 'outcome' | 'sentiment' | 'severity' | 'type' | 'ui'
>;

/** The groups of the locale files that the dashboard shows; the bundler leaves the rest (mails, alerts) out. */
function groupsOf(words: Words) {
  const { actor, aspect, channel, entity, outcome, sentiment, severity, type } = words;
  return { actor, aspect, channel, entity, outcome, sentiment, severity, type };
}
type Groups = ReturnType<typeof groupsOf>;

type GroupKey = { [G in keyof Groups]: `${G}.${Extract<keyof Groups[G], string>}` }[keyof Groups];
export type Key = keyof typeof tr.ui | GroupKey;
export type Translate = (key: Key, values?: Values) => string;

function flatten(words: Words): Record<Key, string> {
  const flat: Record<string, string> = { ...words.ui };
  for (const [group, labels] of Object.entries(groupsOf(words))) {
    for (const [id, label] of Object.entries(labels)) flat[`${group}.${id}`] = label;
  }
  return flat as Record<Key, string>;
}

const MESSAGES: Record<Locale, Record<Key, string>> = {
  tr: flatten({
    ui: tr.ui,
    actor: tr.actor,
    aspect: tr.aspect,
    channel: tr.channel,
    entity: tr.entity,
    outcome: tr.outcome,
    sentiment: tr.sentiment,
    severity: tr.severity,
    type: tr.type,
  }),
  en: flatten({
    ui: en.ui,
    actor: en.actor,
    aspect: en.aspect,
    channel: en.channel,
    entity: en.entity,
    outcome: en.outcome,
    sentiment: en.sentiment,
    severity: en.severity,
    type: en.type,
  }),
};

interface I18n {
  locale: Locale;
  t: Translate;
  format: Format;
}

const Context = createContext<I18n | null>(null);

export function I18nProvider(props: { locale: Locale; timeZone: string; children: ReactNode }) {
  const { locale, timeZone } = props;
  const value = useMemo<I18n>(() => {
    const format = makeFormat(locale, timeZone);
    const t: Translate = (key, values = {}) => fill(MESSAGES[locale][key] ?? key, values, format);
    return { locale, t, format };
  }, [locale, timeZone]);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return <Context value={value}>{props.children}</Context>;
}

export function useI18n(): I18n {
  const value = use(Context);
  if (!value) throw new Error('useI18n is used outside I18nProvider');
  return value;
}

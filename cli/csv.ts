// Mentions as lines of CSV (RFC 4180). Texts come from strangers and end in a spreadsheet: a cell must never be read as
// a formula.

import type { JudgedMention } from '../core/ports.ts';

export const CSV_COLUMNS = [
  'id',
  'publishedAt',
  'seenAt',
  'source',
  'channel',
  'site',
  'url',
  'author',
  'title',
  'text',
  'language',
  'sentiment',
  'sentimentScore',
  'severity',
  'types',
  'aspects',
  'actor',
  'story',
] as const;

/** One mention, in the order of CSV_COLUMNS. Times are ISO 8601 in UTC. */
export function csvLine({ mention, judgement }: JudgedMention): string {
  const iso = (at: number | null) => (at === null ? '' : new Date(at).toISOString());
  const cells: (string | number | null | undefined)[] = [
    mention.id,
    iso(mention.publishedAt),
    iso(mention.seenAt),
    mention.sourceId,
    mention.channel,
    mention.siteName,
    mention.url,
    mention.author.handle ?? mention.author.name,
    mention.title,
    mention.text,
    judgement?.language.code ?? mention.language,
    judgement?.sentiment.label,
    judgement?.sentiment.score,
    judgement?.severity.level,
    judgement?.types.map(({ type }) => type).join(' '),
    judgement?.aspects.map(({ id }) => id).join(' '),
    judgement?.actor.label,
    judgement?.storyId,
  ];
  return cells.map(csvCell).join(',');
}

/**
 * Quoted where needed. A text that a spreadsheet could take for a formula (= + - @ and their full-width forms, tab,
 * carriage return at the start) gets an apostrophe in front (OWASP, CSV injection); numbers stay numbers.
 */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[\s\u00a0\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(safe) || safe !== value ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// Mentions as lines of CSV, for spreadsheets.
// Every text must go through csvCell(): it comes from strangers.

import { csvCell } from '../core/csv.ts';
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
  'seenThrough',
  'edits',
  'resolution',
  'answer',
  'claim',
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
    mention.sightings.map(({ sourceId }) => sourceId).join(' '),
    mention.editCount,
    mention.resolution?.state,
    mention.resolution?.answer,
    judgement && (judgement.claim ?? 'unverified'),
  ];
  return cells.map(csvCell).join(',');
}

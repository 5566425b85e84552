// GDELT's index of the world's news (DOC 2.0): articles by title, outlet and country, three months back, no text. Turkish
// titles come without their Turkish letters. One question per five seconds and address; errors come as plain text with 200.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Source } from '../../core/ports.ts';
import { fold, lowerTr } from '../../core/text/fold.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { inlineText } from '../parse/html-text.ts';
import { type Json, listOf, objectOf, textOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';

/** Shorter words are refused ("The specified phrase is too short"). */
const MIN_WORD = 3;
const MAX_TERMS = 8;

const params = z.strictObject({
  query: z.string().trim().min(MIN_WORD).max(250).optional().meta({
    title: 'Arama',
    description:
      'GDELT’in kendi diliyle; boşsa izlemenin kelimeleri · In GDELT’s own syntax; empty = the watch’s words',
  }),
  language: z
    .string()
    .regex(/^[a-z]{3,20}$/)
    .default('turkish')
    .meta({
      title: 'Dil',
      description: 'Haberlerin dili, İngilizce adıyla · Language of the articles, such as turkish',
    }),
  window: z
    .string()
    .regex(/^\d{1,3}(?:min|h|d|w)$/)
    .default('1d')
    .meta({ title: 'Süre', description: 'Ne kadar geriye bakılsın: 60min, 1d, 1w · How far to look back' }),
});
type Params = z.infer<typeof params>;

const LANGUAGES: Record<string, string> = { turkish: 'tr', english: 'en', german: 'de', arabic: 'ar', french: 'fr' };

export const source: Source<Params> = {
  manifest: {
    id: 'gdelt',
    title: 'GDELT',
    channel: 'news',
    homepage: 'https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/',
    description: {
      tr: 'Dünya haberlerinin açık dizini GDELT’te arar: başlık, site, görüldüğü an; haber metni yoktur.',
      en: 'Searches GDELT, the open index of the world’s news: title, site, the moment it was seen; no article text.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: { language: 'turkish', window: '1d' },
    // It searches whole articles and gives titles only, so the query cannot be tried on what comes back.
    selection: 'trust',
    isAggregator: true,
    politeness: { minIntervalMs: 6000, maxPages: 1, obeysRobots: true },
    legalNote: 'Free and open for any use with a mention of the GDELT Project; at most one question per five seconds.',
    expectedPerDay: 5,
    isVerifiedLive: false,
  },
  plan({ query, language, window }, _cursor, context) {
    const wanted = query ?? wordsOf(context.terms);
    if (wanted === '') {
      throw new AppError(
        'source.invalid',
        'GDELT needs a word of three letters or more: add one to the watch’s query, or set the parameter query.',
      );
    }
    const search = new URLSearchParams({
      query: `${wanted} sourcelang:${language}`,
      mode: 'artlist',
      format: 'json',
      maxrecords: '250',
      timespan: window,
      sort: 'datedesc',
    });
    return [{ url: `https://api.gdeltproject.org/api/v2/doc/doc?${search}` }];
  },
  parse(reply) {
    refuseSentence(reply.body);
    // Backslashes of titles are not always escaped.
    const body = reply.body.replace(/\\(?!["\\/bfnrtu])/g, '\\\\');
    const answer = objectOf(parseJsonReply({ ...reply, body }));
    // No hits are `{}`; anything else without articles is a new shape.
    if (answer.articles === undefined && Object.keys(answer).length > 0) throw shapeChanged('articles');
    const rows = listOf(answer.articles).map(objectOf);
    const mentions = rows.map(toMention).filter((found) => found !== null);
    if (rows.length > 0 && mentions.length === 0) throw shapeChanged('url and title of the articles');
    return { mentions, isMeasuredEmpty: rows.length === 0 };
  },
};

/** Each term also without its Turkish letters, as GDELT writes them. */
function wordsOf(terms: readonly string[]): string {
  const long = terms.filter((term) => term.length >= MIN_WORD).slice(0, MAX_TERMS);
  const forms = [...new Set(long.flatMap((term) => [lowerTr(term), fold(term)]))];
  const quoted = forms.map((form) => (/[^\p{L}\p{N}]/u.test(form) ? `"${form.replaceAll('"', '')}"` : form));
  return quoted.length > 1 ? `(${quoted.join(' OR ')})` : (quoted[0] ?? '');
}

/** GDELT's complaints are sentences, not JSON. Throws 'source.throttled' or 'source.invalid'. */
function refuseSentence(body: string): void {
  const sentence = body.trim().slice(0, 300);
  if (/^please limit requests/i.test(sentence)) {
    throw new AppError('source.throttled', 'GDELT asks for fewer questions. itibar waits and then goes on by itself.', {
      retry: 'later',
    });
  }
  if (
    /^(?:your (?:search|query)|the specified phrase|one or more|queries? containing|invalid|timespan)/i.test(sentence)
  ) {
    throw new AppError('source.refused', 'GDELT does not understand the question. Set the parameter query yourself.', {
      retry: 'later',
      facts: { detail: sentence },
    });
  }
}

function toMention(row: Json): RawMention | null {
  const url = resolveLink(row.url, []);
  // Tokens are set apart by blanks: "Markam , depo açtı".
  const title = inlineText(textOf(row.title))?.replace(/ ([,.;:!?)])/g, '$1') ?? null;
  if (url === null || title === null) return null;
  return {
    url,
    title,
    text: '',
    // When GDELT first saw it, in steps of fifteen minutes; articles carry no other date here.
    publishedAt: parseDate(row.seendate, 'UTC'),
    language: LANGUAGES[(textOf(row.language) ?? '').toLowerCase()] ?? null,
    siteName: textOf(row.domain),
  };
}

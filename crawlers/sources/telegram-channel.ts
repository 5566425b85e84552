// A public Telegram channel through the preview that Telegram itself shows in a browser, t.me/s/<channel>: the last twenty
// messages a page, older ones behind. Only channels one knows, no groups, no search over all of them. Must never take the
// message that is answered for the answer.

import { z } from 'zod';
import type { ParseContext, ParsedPage, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { all, attribute, countIn, type Element, first, lineOf, parsePage, readable } from '../parse/dom.ts';
import { objectOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { shapeChanged } from '../parse/refuse.ts';

const params = z.strictObject({
  channel: z
    .string()
    .regex(/^@?[A-Za-z][A-Za-z0-9_]{3,31}$/, { error: 'must be the channel’s name as in t.me/name' })
    .meta({ title: 'Kanal', description: 'Herkese açık kanalın adı, t.me/ ardındaki · Name of the public channel' }),
  word: z
    .string()
    .trim()
    .min(2)
    .max(100)
    .optional()
    .meta({ title: 'Söz', description: 'Yalnızca bu sözü içeren iletiler · Only messages with this word' }),
});
type Params = z.infer<typeof params>;

interface Cursor {
  newestId?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'telegram-channel',
    title: 'Telegram kanalı',
    channel: 'social',
    homepage: 'https://telegram.org/',
    description: {
      tr: 'Adını verdiğiniz herkese açık bir Telegram kanalının iletilerini okur.',
      en: 'Reads the messages of a public Telegram channel that you name.',
    },
    isOfficial: false,
    needs: [],
    params,
    example: { channel: 'telegram' },
    selection: 'match',
    politeness: { minIntervalMs: 3000, maxPages: 5, obeysRobots: true },
    legalNote:
      'Only the public web preview that the channel’s owner has left switched on, as robots.txt allows; private channels and groups are never read. Authors’ names appear only where the channel signs its messages.',
    expectedPerDay: 3,
    isVerifiedLive: false,
  },
  plan: ({ channel, word }) => {
    const search = word === undefined ? '' : `?${new URLSearchParams({ q: word })}`;
    return [{ url: `https://t.me/s/${channel.replace(/^@/, '')}${search}` }];
  },
  parse(reply, context) {
    const page = parsePage(reply);
    const messages = all(page, '.tgme_widget_message[data-post]');
    const title = lineOf(first(page, '.tgme_channel_info_header_title'));
    const isChannel = title !== null || first(page, '.tgme_channel_history, .tme_no_messages_found') !== null;
    // Telegram sends visitors of channels without a preview to the plain page of the channel.
    if (messages.length === 0 && !isChannel)
      throw shapeChanged('the channel’s messages; it may have no public preview');
    const followers = countIn(lineOf(first(page, '.tgme_channel_info_counter .counter_value')));
    return pageOf(
      messages,
      messages.map((message) => toMention(message, title, followers)),
      context,
    );
  },
};

const numberIn = (message: Element): number => Number(/\/(\d+)/.exec(attribute(message, 'data-post') ?? '')?.[1] ?? 0);

function pageOf(
  messages: Element[],
  found: (RawMention | null)[],
  { params: { channel, word }, cursor, note }: ParseContext<Params>,
): ParsedPage {
  const mentions = found.filter((mention) => mention !== null);
  const ids = messages.map(numberIn).filter((id) => id > 0);
  const { newestId: knownId } = objectOf(cursor) as Cursor;
  const newestId = Math.max(knownId ?? 0, Number(objectOf(note)['newestId'] ?? 0), ...ids);
  const oldestId = Math.min(...ids);
  // A first run takes one page: the channel's past is not what was asked for.
  const hasGap = knownId !== undefined && ids.length > 0 && oldestId > knownId + 1;
  const search = new URLSearchParams({ ...(word === undefined ? {} : { q: word }), before: String(oldestId) });
  return {
    mentions,
    // Photos and films without a word have nothing to read and are no new shape.
    isMeasuredEmpty: mentions.length === 0,
    ...(hasGap ? { next: [{ url: `https://t.me/s/${channel.replace(/^@/, '')}?${search}`, note: { newestId } }] } : {}),
    ...(newestId > 0 ? { cursor: { newestId } satisfies Cursor } : {}),
  };
}

function toMention(message: Element, title: string | null, followers: number | null): RawMention | null {
  const post = attribute(message, 'data-post');
  const text = readable(first(message, '.tgme_widget_message_text.js-message_text'));
  const link = first(message, 'a.tgme_widget_message_date');
  const card = first(message, '.tgme_widget_message_link_preview');
  const preview = [lineOf(first(card, '.link_preview_title')), lineOf(first(card, '.link_preview_description'), 2000)];
  const whole = [text, ...preview].filter(Boolean).join('\n\n');
  if (post === null || whole === '') return null;
  const answered = attribute(first(message, 'a.tgme_widget_message_reply'), 'href');
  const [name] = post.split('/');
  const reactions = all(message, '.tgme_reaction').map((reaction) => countIn(lineOf(reaction)) ?? 0);
  return {
    nativeId: post,
    url: resolveLink(attribute(link, 'href'), ['https://t.me/']) ?? `https://t.me/${post}`,
    isOwnPage: true,
    text: whole,
    author: {
      name: lineOf(first(message, '.tgme_widget_message_from_author')) ?? title,
      handle: name ?? null,
      url: `https://t.me/${name}`,
      followers,
    },
    publishedAt: parseDate(attribute(first(link, 'time[datetime]'), 'datetime'), 'UTC'),
    engagement: {
      views: countIn(lineOf(first(message, '.tgme_widget_message_views'))),
      likes: reactions.length > 0 ? reactions.reduce((sum, count) => sum + count, 0) : null,
    },
    parentId: /t\.me\/([A-Za-z0-9_]+\/\d+)/.exec(answered ?? '')?.[1] ?? null,
    siteName: title,
  };
}

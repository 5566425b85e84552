// Events of Şikayetvar's explorer: `complaint`, each a list of complaints. Pure. The shape is known from one public program
// of 2024 (see docs/adr/0010-streams.md); every field may be missing.

import type { StreamMessage, StreamRead } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate, parseEpoch } from './dates.ts';
import { htmlToText, inlineText } from './html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from './json.ts';
import { resolveLink } from './links.ts';

const SITE = 'https://www.sikayetvar.com';

/** The cursor is the last event id that the stream gave; streams without ids have none. */
export function readComplaints(
  messages: readonly StreamMessage[],
  { cursor, timeZone, now }: { cursor: unknown; timeZone: string; now: number },
): StreamRead {
  const read: StreamRead = { mentions: [], cursor, unreadableCount: 0 };
  for (const { event, data, id } of messages) {
    if (id !== '') read.cursor = id;
    if (event !== 'complaint') continue;
    const complaints = listIn(data);
    const mentions = (complaints ?? [])
      .map((one) => complaintOf(objectOf(one), timeZone, now))
      .filter((one) => one !== null);
    if (complaints === null || mentions.length < complaints.length) read.unreadableCount += 1;
    read.mentions.push(...mentions);
  }
  return read;
}

function listIn(data: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(data);
    return Array.isArray(value) ? value : [value];
  } catch {
    return null; // counted by the caller
  }
}

function complaintOf(complaint: Json, timeZone: string, now: number): RawMention | null {
  const id = textOf(complaint['id']);
  const text = htmlToText(textOf(complaint['body']) ?? '');
  const title = inlineText(textOf(complaint['title']));
  if (id === null || (text === '' && title === null)) return null;
  const member = objectOf(complaint['member']);
  const company = objectOf(listOf(complaint['relatedCompanies'])[0]);
  const at = complaint['complainTime'];
  return {
    nativeId: id,
    url: pageOf(complaint),
    isOwnPage: pageOf(complaint) !== null,
    title,
    text,
    author: { name: inlineText(textOf(member['shortName'])), url: resolveLink(member['url'], [SITE]) },
    publishedAt: numberOf(at) === null ? parseDate(at, timeZone, now) : parseEpoch(at),
    language: 'tr',
    siteName: textOf(company['url'])?.replace(/^\/+|\/+$/g, '') ?? inlineText(textOf(company['name'])),
  };
}

/** The complaint's own page, where the event says it; a brand's page is no complaint. */
function pageOf(complaint: Json): string | null {
  const url = resolveLink(complaint['url'], [SITE]);
  const parts = url === null ? [] : new URL(url).pathname.split('/').filter(Boolean);
  return parts.length >= 2 ? url : null;
}

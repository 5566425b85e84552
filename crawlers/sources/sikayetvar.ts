// Complaints about a brand at Şikayetvar: the brand's page, newest first, and each new complaint with the brand's answer,
// the customer's reply and whether it was solved. Once a day the first page is read again for what came to it later.

import { z } from 'zod';
import { DAY } from '../../core/clock.ts';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import { all, lineOf, type Page, parsePage } from '../parse/dom.ts';
import { listOf, numberOf, objectOf } from '../parse/json.ts';
import { shapeChanged } from '../parse/refuse.ts';
import { type Card, cardsOf, complaintMentions, excerpt } from '../parse/sikayetvar.ts';

const SITE = 'https://www.sikayetvar.com';
/** Complaints of one list page that are opened; the rest are kept as excerpts. */
const MAX_OPENED = 25;
const NOTHING = /(?:şikayet|sonuç) bulunamad|henüz (?:hiç )?şikayet/i;

const params = z.strictObject({
  brand: z
    .string()
    .regex(/^[a-z\d][a-z\d-]{0,80}$/, { error: 'must be the brand’s name in its address, such as ornek-marka' })
    .meta({ title: 'Marka', description: 'Şikayetvar adresindeki marka adı · The brand’s name in its address there' }),
});
type Params = z.infer<typeof params>;

interface Cursor {
  /** Paths of the complaints that the last run saw. */
  seen?: string[];
  /** When the first page was last read again as a whole. */
  followedAt?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'sikayetvar',
    title: 'Şikayetvar',
    channel: 'complaint',
    homepage: 'https://www.sikayetvar.com/',
    description: {
      tr: 'Markanızın Şikayetvar sayfasındaki yeni şikâyetleri, marka yanıtını, müşterinin cevabını ve çözüldü işaretini alır.',
      en: 'Takes new complaints about your brand at Şikayetvar, with the brand’s answer, the customer’s reply and the solved mark.',
    },
    isOfficial: false,
    needs: [],
    params,
    example: { brand: 'ornek-marka' },
    selection: 'trust',
    politeness: { minIntervalMs: 3000, maxPages: 4, obeysRobots: true },
    legalNote:
      'Public pages, read slowly and as robots.txt allows; Cloudflare stops visits from many addresses, and itibar leaves it at that. A brand that is a member should ask Şikayetvar for its own interface or its notification mails.',
    expectedPerDay: 10,
    isVerifiedLive: false,
  },
  plan: ({ brand }) => [listRequest(brand, 1)],
  parse(reply, context) {
    const page = parsePage(reply);
    const note = objectOf(context.note);
    if (note.kind !== 'complaint') return listPage(page, context);
    const mentions = complaintMentions(page, reply.url, { ...context, isSolved: note.isSolved === true });
    if (mentions.length === 0) throw shapeChanged('the complaint’s JSON-LD or text');
    return { mentions };
  },
};

function listRequest(brand: string, page: number): RequestPlan {
  return { url: `${SITE}/${brand}${page > 1 ? `?page=${page}` : ''}`, note: { kind: 'list', page } };
}

function listPage(page: Page, context: ParseContext<Params>): ParsedPage {
  const { brand } = context.params;
  const cards = cardsOf(page, SITE, brand, context);
  if (cards.length === 0) {
    if (all(page, 'main, body').some((part) => NOTHING.test(lineOf(part, 20_000) ?? '')))
      return { mentions: [], isMeasuredEmpty: true };
    throw shapeChanged('the cards of the complaints');
  }
  const stored = objectOf(context.cursor) as Cursor;
  const seen = new Set(listOf(stored.seen));
  const number = numberOf(objectOf(context.note).page) ?? 1;
  const isReview = number === 1 && context.now - (numberOf(stored.followedAt) ?? context.now) > DAY;
  const fresh = cards.filter(({ path }) => !seen.has(path));
  const wanted = isReview ? cards : fresh;
  const opened = wanted.slice(0, MAX_OPENED);
  // A first run takes one page: the brand's past is not what was asked for.
  const hasMore = seen.size > 0 && fresh.length === cards.length;
  return {
    mentions: wanted.slice(MAX_OPENED).map((card) => excerpt(card, brand)),
    next: [...opened.map(openRequest), ...(hasMore ? [listRequest(brand, number + 1)] : [])],
    isMeasuredEmpty: wanted.length === 0,
    cursor: {
      seen: cards.map(({ path }) => path),
      followedAt: isReview ? context.now : (stored.followedAt ?? context.now),
    } satisfies Cursor,
  };
}

function openRequest({ url, isSolved }: Card): RequestPlan {
  return { url, note: { kind: 'complaint', isSolved } };
}

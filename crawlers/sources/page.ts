// Any page by its address: a review page, a wiki article, a competitor's price list. The main text is read; when it has
// changed since the last time, the page comes again as a new mention. Readers' comments are mentions of their own, also
// those on further pages, drawn or not.
// Must never give a date to a change: the page only says when it was first published.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { sha256 } from '../../core/id.ts';
import type { ParseContext, ParsedPage, Reply, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { canonicalUrl } from '../../core/url.ts';
import { type Article, readArticle } from '../parse/article.ts';
import { all, attribute, treeOf } from '../parse/dom.ts';
import { numberOf, objectOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { webAddress } from '../parse/params.ts';
import { refuseEmptyOrChallenge, truncated } from '../parse/refuse.ts';

/** What is shorter is a menu, a notice, a page that needs its scripts. */
const MIN_TEXT = 80;
const MAX_PAGES = 10;
/** How a page names the one behind it: as HTML has it, or as most forums and shops write it. */
const NEXT = 'link[rel~="next"][href], a[rel~="next"][href], a.next[href], .next > a[href]';

const params = z.strictObject({
  url: webAddress('Sayfa', 'İzlenecek sayfanın adresi · Address of the page to follow'),
  comments: z.boolean().default(true).meta({
    title: 'Yorumlar',
    description: 'Sayfanın altındaki okur yorumlarını da al · Take the readers’ comments as well',
  }),
  pages: z.number().int().min(1).max(MAX_PAGES).default(1).meta({
    title: 'Devam sayfaları',
    description:
      'Yorumlar birkaç sayfaya yayılmışsa okunacak sayfa sayısı · How many pages to read where the comments go over several',
  }),
  drawn: z.boolean().default(false).meta({
    title: 'Tarayıcıyla',
    description:
      'Metnini ancak betikleriyle gösteren sayfalar için · For pages that show their text only with their scripts',
  }),
});
type Params = z.infer<typeof params>;

/** Hash of the text as it was last read. */
interface Cursor {
  hash?: string;
}

export const source: Source<Params> = {
  manifest: {
    id: 'page',
    title: 'Web sayfası',
    channel: 'community',
    homepage: 'https://html.spec.whatwg.org/',
    description: {
      tr: 'Adresini verdiğiniz bir sayfanın ana metnini okur; metin değişince haber verir, yorumları ayrı alır.',
      en: 'Reads the main text of a page you name, tells when it changes, and takes its comments one by one.',
    },
    isOfficial: false,
    needs: [],
    params,
    example: { url: 'https://tr.wikipedia.org/wiki/Marka', comments: true, pages: 1, drawn: false },
    selection: 'trust',
    politeness: { minIntervalMs: 3000, maxPages: MAX_PAGES, obeysRobots: true },
    legalNote: 'Only public pages that robots.txt allows; each site’s terms and its authors’ rights stay as they are.',
    expectedPerDay: 0.2,
    isVerifiedLive: true,
  },
  plan: ({ url, drawn }) => [pageRequest(url, drawn, 1)],
  parse(reply, context) {
    refuseEmptyOrChallenge(reply);
    if (breaksOff(reply.body)) throw truncated();
    const number = numberOf(objectOf(context.note)['page']) ?? 1;
    const next = nextOf(reply, number, context.params);
    if (number > 1) return { ...commentsOf(reply, context), next };
    const article = articleOf(reply, context);
    if (article.text.length < MIN_TEXT) throw noText();
    return { ...pageOf(article, reply, context), next };
  },
};

function pageRequest(url: string, isDrawn: boolean, page: number): RequestPlan {
  return { url, note: { page }, ...(isDrawn ? { browser: {} } : {}) };
}

/** The page behind this one, of the same site; drawn pages have their links only after their scripts have run. */
function nextOf(reply: Reply, number: number, { pages, drawn }: Params): RequestPlan[] {
  if (number >= pages) return [];
  const [link] = all(treeOf(reply.body), NEXT);
  const url = resolveLink(attribute(link, 'href'), [reply.url]);
  return url !== null && new URL(url).host === new URL(reply.url).host ? [pageRequest(url, drawn, number + 1)] : [];
}

/** Of a further page only the comments: its text is the first page's again, or none. */
function commentsOf(reply: Reply, context: ParseContext<Params>): ParsedPage {
  const { url } = context.params;
  const identity = canonicalUrl(url) ?? url;
  const article = articleOf(reply, context);
  const mentions = article.comments.map((comment) => commentOf(comment, article, reply.url, identity));
  return { mentions, isMeasuredEmpty: mentions.length === 0 };
}

function articleOf({ body, url }: Reply, { now, timeZone }: ParseContext<Params>): Article {
  try {
    return readArticle(body, { url, timeZone, now });
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new AppError(
      'source.changed',
      'The address does not show a web page that can be read. Open it in a browser.',
      {
        retry: 'later',
        cause,
      },
    );
  }
}

function noText(): AppError {
  return new AppError(
    'source.changed',
    'The page has no text of its own that could be followed. When a browser shows one, set "drawn"; otherwise name another page.',
    { retry: 'later', facts: { problem: 'no-text' } },
  );
}

function pageOf(
  article: Article,
  reply: Reply,
  { params: { url, comments }, cursor }: ParseContext<Params>,
): ParsedPage {
  const { hash: known } = objectOf(cursor) as Cursor;
  const hash = sha256(article.text.replace(/\s+/g, ' ')).slice(0, 16);
  // The address that was asked for, not the canonical one: that may change with a new design and is not the user's.
  const identity = canonicalUrl(url) ?? url;
  const isNew = hash !== known;
  const page: RawMention = {
    nativeId: `${identity}#${hash}`,
    url: reply.url,
    title: article.title,
    text: article.text,
    author: { name: article.author },
    publishedAt: known === undefined ? article.publishedAt : null,
    language: article.language,
    engagement: { comments: article.comments.length > 0 ? article.comments.length : null },
    threadId: identity,
    siteName: article.siteName,
  };
  const answers = comments ? article.comments.map((comment) => commentOf(comment, article, reply.url, identity)) : [];
  return {
    mentions: [...(isNew ? [page] : []), ...answers],
    isMeasuredEmpty: !isNew,
    cursor: { hash } satisfies Cursor,
  };
}

function commentOf(comment: Article['comments'][number], page: Article, url: string, identity: string): RawMention {
  const { text, author, publishedAt } = comment;
  return {
    nativeId: `${identity}#comment-${sha256([author ?? '', text].join('\u001f')).slice(0, 16)}`,
    url,
    title: page.title,
    text,
    author: { name: author },
    publishedAt,
    parentId: identity,
    threadId: identity,
    siteName: page.siteName,
  };
}

/** HTML may leave its last tags out, but then nothing else is left open. */
function breaksOff(html: string): boolean {
  if (!/<(?:html|body)[\s>]/i.test(html) || /<\/(?:html|body)\s*>/i.test(html)) return false;
  const opened = html.match(/<(?:div|main|article|section|script|style)[\s>]/gi)?.length ?? 0;
  const closed = html.match(/<\/(?:div|main|article|section|script|style)\s*>/gi)?.length ?? 0;
  return opened > closed || html.lastIndexOf('<') > html.lastIndexOf('>');
}

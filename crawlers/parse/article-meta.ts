// What a page says about itself: JSON-LD first, then OpenGraph and other meta tags. Reads a parsed document, changes
// nothing in it. What is not said stays null; a date of change is never taken for the date of publication.

import { parseDate } from './dates.ts';
import { inlineText } from './html-text.ts';
import { type Json, listOf, objectOf, textOf } from './json.ts';
import { resolveLink } from './links.ts';

/** The part of the DOM that is used; linkedom's and every browser's documents have it. */
export interface Dom {
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): Iterable<DomElement>;
  documentElement: DomElement;
}

export interface DomElement {
  getAttribute(name: string): string | null;
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): Iterable<DomElement>;
  closest(selector: string): DomElement | null;
  remove(): void;
  textContent: string | null;
  innerHTML: string;
  parentElement: DomElement | null;
}

export interface PageFacts {
  title: string | null;
  /** The text as the site gives it to search engines; null on most pages. */
  articleBody: string | null;
  author: string | null;
  publishedAt: number | null;
  siteName: string | null;
  language: string | null;
  canonicalUrl: string | null;
  description: string | null;
  /** Comments that stand in the JSON-LD. */
  comments: Json[];
}

const ARTICLE_TYPE = /(?:Article|BlogPosting|SocialMediaPosting|DiscussionForumPosting|Report|Review|QAPage|Question)$/;
const MAX_SCRIPT = 1_000_000;

/** All objects of the page's JSON-LD, graphs and lists laid flat. Broken scripts are skipped. */
export function jsonLdOf(document: Dom): Json[] {
  const objects: Json[] = [];
  for (const script of document.querySelectorAll('script[type*="ld+json" i]')) {
    const parsed = lenientJson((script.textContent ?? '').slice(0, MAX_SCRIPT));
    if (parsed !== undefined) collect(parsed, objects, 0);
  }
  return objects;
}

/** Sites put line feeds into strings and comments around the whole. */
function lenientJson(text: string): unknown {
  const bare = text
    .replace(/^\s*(?:<!--|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)/, '')
    .replace(/(?:\/\/\s*)?(?:-->|\]\]>)\s*$/, '')
    .trim();
  for (const attempt of [bare, bare.replace(/\p{Cc}+/gu, ' '), bare.replace(/,\s*([}\]])/g, '$1')]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // The next form of the same text is tried; the last one gives up below.
    }
  }
  return undefined;
}

function collect(value: unknown, into: Json[], depth: number): void {
  if (depth > 5 || into.length > 200) return;
  if (Array.isArray(value)) for (const item of value) collect(item, into, depth + 1);
  else if (typeof value === 'object' && value !== null) {
    const object = value as Json;
    into.push(object);
    for (const key of ['@graph', 'mainEntity']) if (object[key] !== undefined) collect(object[key], into, depth + 1);
  }
}

function isArticle(object: Json): boolean {
  return listOf(object['@type'])
    .concat(object['@type'])
    .some((type) => typeof type === 'string' && ARTICLE_TYPE.test(type));
}

/** Names of a person, an organisation, a list of them, or a plain text; addresses are no names. */
function namesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesOf);
  const raw = typeof value === 'string' ? value : objectOf(value).name;
  if (Array.isArray(raw)) return raw.flatMap(namesOf);
  const name = inlineText(textOf(raw), 200);
  return name === null || /^(?:https?:\/\/|www\.|@?\d+$)|^(?:admin|editor|yönetici)$/i.test(name) ? [] : [name];
}

function joined(names: readonly string[]): string | null {
  const unique = [...new Set(names)].slice(0, 5);
  return unique.length === 0 ? null : unique.join(', ');
}

const DATE_METAS = [
  'article:published_time',
  'og:article:published_time',
  'og:published_time',
  'datePublished',
  'DC.date.issued',
  'dc.date.created',
  'dcterms.created',
  'dcterms.date',
  'DC.date',
  'date',
  'pubdate',
  'publishdate',
  'publish-date',
  'publish_date',
  'published',
  'parsely-pub-date',
  'sailthru.date',
  'article.published',
  'cXenseParse:recs:publishtime',
  'dateCreated',
];

/** Content of the first meta tag of these names; names are compared without case. */
function metaReader(document: Dom): (names: readonly string[]) => string | null {
  const values = new Map<string, string>();
  for (const meta of document.querySelectorAll('meta')) {
    const content = meta.getAttribute('content')?.trim();
    if (!content) continue;
    for (const attribute of ['property', 'name', 'itemprop']) {
      const name = meta.getAttribute(attribute)?.trim().toLowerCase();
      if (name && !values.has(name)) values.set(name, content);
    }
  }
  return (names) => {
    for (const name of names) {
      const value = values.get(name.toLowerCase());
      if (value !== undefined) return value;
    }
    return null;
  };
}

export interface FactOptions {
  url: string | null;
  timeZone: string;
  now?: number;
}

/** Everything the page declares about itself. */
export function pageFacts(document: Dom, { url, timeZone, now }: FactOptions): PageFacts {
  const objects = jsonLdOf(document);
  const article =
    objects.find((object) => isArticle(object) && (object.headline ?? object.datePublished ?? object.articleBody)) ??
    {};
  const site = objects.find((object) => object['@type'] === 'WebSite') ?? {};
  const meta = metaReader(document);
  const date = (value: unknown) => {
    const at = parseDate(textOf(value), timeZone, now);
    return at !== null && now !== undefined && at > now + 86_400_000 ? null : at;
  };
  const dates = [
    article.datePublished,
    ...DATE_METAS.map((name) => meta([name])),
    article.dateCreated,
    article.uploadDate,
  ];
  const language =
    document.documentElement.getAttribute('lang') ??
    textOf(article.inLanguage) ??
    meta(['og:locale', 'language', 'content-language']);
  return {
    title: inlineText(textOf(article.headline) ?? meta(['og:title', 'twitter:title', 'title']), 500),
    articleBody: textOf(article.articleBody) ?? textOf(article.text),
    author:
      joined(namesOf(article.author ?? article.creator)) ??
      joined(namesOf(meta(['author', 'article:author', 'dc.creator', 'parsely-author']))),
    publishedAt: dates.map(date).find((at) => at !== null) ?? null,
    siteName:
      inlineText(meta(['og:site_name'])) ??
      joined(namesOf(article.publisher)) ??
      joined(namesOf(site)) ??
      inlineText(meta(['application-name'])),
    language: /^([a-z]{2,3})(?:$|[-_])/i.exec(language?.trim() ?? '')?.[1]?.toLowerCase() ?? null,
    canonicalUrl: resolveLink(
      document.querySelector('link[rel="canonical" i]')?.getAttribute('href') ?? meta(['og:url']),
      [url],
    ),
    description: inlineText(meta(['og:description', 'description', 'twitter:description']), 2000),
    comments: listOf(article.comment).map(objectOf),
  };
}

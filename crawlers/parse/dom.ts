// A page of a site as a tree that can be asked with CSS selectors, for sources that read HTML. Small and synchronous:
// nothing of the page is run. Must refuse what is built to be slow.

import { selectAll, selectOne } from 'css-select';
import { DomHandler, DomUtils, Parser } from 'htmlparser2';
import { AppError } from '../../core/errors.ts';
import type { Reply } from '../../core/ports.ts';
import { htmlToText, inlineText, type TextOptions } from './html-text.ts';
import { type Json, objectOf } from './json.ts';
import { looksLikeHtml, refuseEmptyOrChallenge, truncated } from './refuse.ts';

export type Page = DomHandler['root'];
export type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number];
export type Node = Page | Element;
type Child = Page['children'][number];

const MAX_PAGE = 5_000_000;
const MAX_DEPTH = 1000;
const PIECE = 16_384;
/** Sites append scripts and comments of their servers behind the end. */
const TAIL = 5000;

/** Knows how deep it is, so that a page which only ever opens elements can be left. */
class BoundedHandler extends DomHandler {
  get depth(): number {
    return this.tagStack.length;
  }
}

/**
 * The page of a reply. Throws 'source.blocked' for a challenge, 'source.changed' for an empty body, for what is no web
 * page, for a page that breaks off, and for one that is larger or deeper than any real one.
 */
export function parsePage(reply: Reply): Page {
  refuseEmptyOrChallenge(reply);
  const { body } = reply;
  if (!looksLikeHtml(body)) {
    throw new AppError(
      'source.changed',
      'The address does not answer with a web page. Check it in a browser; the site may be closed for maintenance.',
      { retry: 'later', facts: { problem: 'not-a-page' } },
    );
  }
  if (!/<\/(?:html|body)\s*>/i.test(body.slice(-TAIL))) throw truncated();
  return treeOf(body);
}

/** The tree of a page or a fragment. Throws 'source.changed' for what is larger or deeper than any real page. */
export function treeOf(html: string): Page {
  const handler = new BoundedHandler();
  const parser = new Parser(handler, { decodeEntities: true, lowerCaseTags: true });
  if (html.length > MAX_PAGE) throw tooLarge();
  for (let from = 0; from < html.length; from += PIECE) {
    parser.write(html.slice(from, from + PIECE));
    if (handler.depth > MAX_DEPTH) throw tooLarge();
  }
  parser.end();
  return handler.root;
}

function tooLarge(): AppError {
  return new AppError(
    'source.changed',
    'The page is larger or nested deeper than any page of a forum, so it was not read. Look at it in a browser.',
    { retry: 'later', facts: { problem: 'too-large' } },
  );
}

export function all(node: Node, selector: string): Element[] {
  return selectAll<Child, Element>(selector, node.children);
}

export function first(node: Node | null, selector: string): Element | null {
  return node === null ? null : selectOne<Child, Element>(selector, node.children);
}

/** An attribute's value without blanks around it; null when it is not there or empty. */
export function attribute(element: Element | null | undefined, name: string): string | null {
  return element?.attribs[name]?.trim() || null;
}

/** Text of the element on one line; null when there is none. */
export function lineOf(element: Element | null | undefined, maxChars = 500): string | null {
  return element ? inlineText(DomUtils.textContent(element), maxChars) : null;
}

/** Text as a person reads it, with paragraphs. */
export function readable(element: Element | null | undefined, options: TextOptions = {}): string {
  return element ? htmlToText(DomUtils.getInnerHTML(element), options) : '';
}

/** A whole number as pages write counts: "1.234", "1,2 bin", "1.8K"; null when there is none. */
export function countIn(text: string | null): number | null {
  const match = /(\d[\d.,]*)\s*(bin|mn|k|m)?\b/i.exec(text ?? '');
  if (!match) return null;
  const unit = { bin: 1e3, k: 1e3, mn: 1e6, m: 1e6 }[(match[2] ?? '').toLowerCase()];
  const digits = (match[1] ?? '').replace(/[.,]$/, '');
  const number = unit === undefined ? Number(digits.replace(/[.,]/g, '')) : Number(digits.replace(',', '.')) * unit;
  return Number.isFinite(number) ? Math.round(number) : null;
}

/** Objects of the page's JSON-LD, with what stands in @graph and mainEntity. Broken scripts are skipped. */
export function jsonLdIn(page: Page): Json[] {
  return all(page, 'script[type*="ld+json" i]').flatMap((script) => {
    const parsed = jsonOrNull(DomUtils.textContent(script));
    return (Array.isArray(parsed) ? parsed : [parsed]).flatMap((value) => unfolded(objectOf(value), 0));
  });
}

function unfolded(object: Json, depth: number): Json[] {
  if (Object.keys(object).length === 0 || depth > 4) return [];
  const inner = [object['@graph'], object['mainEntity']].flat().slice(0, 200);
  return [object, ...inner.flatMap((value) => unfolded(objectOf(value), depth + 1))];
}

/** JSON whose strings may hold bare line feeds; null when it is none. */
function jsonOrNull(text: string): unknown {
  for (const attempt of [text, text.replace(/\p{Cc}+/gu, ' ')]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // The second form is tried; what is no JSON even then is skipped.
    }
  }
  return null;
}

/** The JSON that stands in a script element; null when there is none. */
export function readScript(script: Element | null): unknown {
  return script === null ? null : jsonOrNull(DomUtils.textContent(script));
}

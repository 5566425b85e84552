// What a page may load while the browser draws it: scripts and data, through the same guard and client as everything else;
// pictures, styles and fonts too where its look is wanted. The browser itself has no network. Films, frames, sockets and
// everything unknown are left out.

import type { Page, Route } from 'playwright-core';
import type { RequestPlan } from '../../core/ports.ts';
import type { Guard } from './guard.ts';
import type { HttpClient, HttpReply, OnExchange } from './http.ts';
import { nextHop } from './redirect.ts';

const LOADED = new Set(['script', 'xhr', 'fetch']);
const LOOK = new Set(['stylesheet', 'image', 'font']);
const MAX_REQUESTS = 60;
const MAX_REQUESTS_WITH_LOOK = 250;
const MAX_REDIRECTS = 3;
/** Headers that the page's server may see. No cookies: a page is drawn as for somebody who comes for the first time. */
const SENT = new Set(['accept', 'content-type', 'origin', 'referer', 'x-requested-with']);
/** True of the bytes on the wire, not of the bytes that the browser gets. */
const WIRE = new Set([
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'set-cookie',
]);

export interface PageParts {
  guard: Guard;
  http: HttpClient;
  /** All that one page may load, in bytes. */
  maxBytes: number;
  signal: AbortSignal;
  /** Also load what the page looks like. */
  isLookWanted?: boolean;
  onExchange?: OnExchange | undefined;
}

export interface PageDocument {
  url: string;
  status: number;
  headers: Record<string, string>;
  /** Already decoded; handed to the browser as UTF-8. */
  body: string;
}

/** Answers every request of the page; nothing of it reaches the network by another way. */
export async function servePage(page: Page, document: PageDocument, parts: PageParts): Promise<void> {
  const isLookWanted = parts.isLookWanted === true;
  const budget = { requests: isLookWanted ? MAX_REQUESTS_WITH_LOOK : MAX_REQUESTS, bytes: parts.maxBytes };
  const address = withoutHash(document.url);
  await page.context().route('**/*', async (route) => {
    const request = route.request();
    const type = request.resourceType();
    const isMain =
      type === 'document' && request.frame() === page.mainFrame() && withoutHash(request.url()) === address;
    if (isMain) return settle(route, () => route.fulfill(documentReply(document)));
    // A page that sends its visitor elsewhere stays as it is: 'aborted' cancels, other codes bring an error page.
    if (type === 'document') return settle(route, () => route.abort('aborted'));
    if (type === 'stylesheet' && !isLookWanted)
      return settle(route, () => route.fulfill({ status: 200, contentType: 'text/css', body: '' }));
    const isLoaded = LOADED.has(type) || (isLookWanted && LOOK.has(type));
    if (!isLoaded || budget.requests <= 0 || budget.bytes <= 0) return settle(route, () => route.abort());
    budget.requests -= 1;
    const answer = await load(route, budget.bytes, parts);
    if (answer === null) return settle(route, () => route.abort());
    budget.bytes -= answer.bytes.length;
    const { status, headers, bytes } = answer;
    return settle(route, () => route.fulfill({ status, headers: withoutWire(headers), body: bytes }));
  });
}

/** null for whatever cannot or may not be loaded: pages live with missing parts. */
async function load(
  route: Route,
  maxBytes: number,
  { guard, http, signal, onExchange }: PageParts,
): Promise<HttpReply | null> {
  const request = route.request();
  const method = request.method();
  if (method !== 'GET' && method !== 'POST') return null;
  const headers = Object.fromEntries(
    Object.entries(request.headers()).filter(([name]) => SENT.has(name.toLowerCase())),
  );
  const body = request.postData();
  let hop: RequestPlan = { url: request.url(), method, headers, ...(body === null ? {} : { body }) };
  try {
    for (let turn = 0; turn <= MAX_REDIRECTS; turn++) {
      const url = guard.checkUrl(hop.url);
      const answer = await http.send(url, hop, { signal, maxBytes, ...(onExchange ? { onExchange } : {}) });
      const next = nextHop(url, hop, answer);
      if (next === null) return answer;
      hop = next;
    }
    return null;
  } catch {
    return null;
  }
}

/** The page may be gone by the time its answer comes; that is nobody's fault. */
async function settle(route: Route, answer: () => Promise<void>): Promise<void> {
  await answer().catch(() => route.abort().catch(() => undefined));
}

function documentReply(document: PageDocument) {
  const headers = { ...withoutWire(document.headers), 'content-type': 'text/html; charset=utf-8' };
  return { status: document.status, headers, body: document.body };
}

function withoutWire(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !WIRE.has(name)));
}

function withoutHash(url: string): string {
  return url.replace(/#.*$/s, '');
}

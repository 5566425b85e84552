// Takes one page down as evidence: every exchange in the bytes of the wire, and the page's picture. It asks like every
// other request (robots.txt, pauses, refusals) and draws no page that a site refused. Must never throw for what a site does.

import type { Clock, Exchange, PageCapture } from '../../core/ports.ts';
import type { Browser } from './browser.ts';
import { judgeError } from './failure.ts';
import type { OnExchange } from './http.ts';
import type { Attempt } from './visit.ts';

/** Headers of types that a browser shows as a page. No type at all is taken for one. */
const PAGE_TYPES = /^(?:|text\/html|application\/xhtml\+xml|text\/plain)\s*(?:;|$)/i;

export interface TakeDownParts {
  clock: Clock;
  browser: () => Promise<Browser>;
  /** One visit with its retries; tells `onExchange` of every exchange and calls `onTry` before each try. */
  visit(onExchange: OnExchange, onTry: () => void): Promise<Attempt>;
}

/** Rejects only with the reason of `signal`. */
export async function takeDown(
  host: string,
  { isDrawn, signal }: { isDrawn: boolean; signal: AbortSignal },
  { clock, browser, visit }: TakeDownParts,
): Promise<PageCapture> {
  const startedAt = clock.now();
  const exchanges: Exchange[] = [];
  const onExchange: OnExchange = (exchange) => void exchanges.push({ ...exchange, at: clock.now() });
  const onTry = () => void exchanges.splice(0);
  const { verdict, reply, sizeBytes } = await visit(onExchange, onTry);
  const { outcome, error, retryAfterMs } = verdict;
  const picture: Pick<PageCapture, 'screenshot' | 'screenshotError'> = { screenshot: null, screenshotError: null };
  // What says that a page is gone is worth a picture; what says "no" is left alone.
  const isShown = reply !== null && (outcome === 'ok' || outcome === 'gone');
  if (isDrawn && isShown && PAGE_TYPES.test(reply.headers['content-type'] ?? '')) {
    try {
      picture.screenshot = await (await browser()).shoot(reply, { signal, onExchange });
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      picture.screenshotError = judgeError(cause, host).error;
    }
  }
  const durationMs = clock.now() - startedAt;
  return { outcome, reply, sizeBytes, durationMs, retryAfterMs, error, exchanges, ...picture };
}

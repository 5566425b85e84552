// One page as the files of an evidence pack: its exchanges as WARC, its picture, and its text for later comparison.
// Must never throw for what a site does, and never leave out why something is missing.

import type { CapturedPage, Clock, Fetcher, PageCapture } from '../../core/ports.ts';
import { extractArticle } from '../parse/article.ts';

export interface CaptureParts {
  fetcher: Pick<Fetcher, 'capture'>;
  clock: Clock;
  version: string;
  /** Zone of dates without one. */
  timeZone: string;
}

/** Rejects only with the reason of the caller's own signal, or 'fetch.closed'. */
export function createCapturePage(
  parts: CaptureParts,
): (url: string, options: { isDrawn: boolean; signal?: AbortSignal }) => Promise<CapturedPage> {
  return async (url, options) => {
    const taken = await parts.fetcher.capture(url, options);
    const { outcome, reply, exchanges, screenshot, error, screenshotError } = taken;
    return {
      ...{ outcome: outcome === 'not-modified' ? 'ok' : outcome, screenshot },
      finalUrl: reply?.url ?? null,
      status: reply?.status ?? null,
      error: error ?? screenshotError,
      warc: exchanges.length === 0 ? null : await warcOf(taken, parts),
      text: outcome === 'ok' && reply ? await textOf(reply, parts) : null,
    };
  };
}

async function warcOf({ exchanges }: PageCapture, { version, clock }: CaptureParts): Promise<Uint8Array> {
  const { writeWarc } = await import('./warc.ts');
  return writeWarc(exchanges, { software: `itibar/${version}`, at: exchanges[0]?.at ?? clock.now() });
}

/** What a reader sees as the page's text; null when it is no page that has one. */
async function textOf(
  { url, body, receivedAt }: NonNullable<PageCapture['reply']>,
  { timeZone }: CaptureParts,
): Promise<CapturedPage['text']> {
  try {
    const { title, text, comments } = await extractArticle(body, { url, timeZone, now: receivedAt });
    return { title, text, comments: comments.map((comment) => comment.text) };
  } catch {
    return null; // no markup, or a page built to be slow: the raw bytes are kept all the same
  }
}

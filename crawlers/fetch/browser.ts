// Draws pages that show nothing without their scripts: one Chromium behind one kept-alive Crawlee crawler, started when
// the first page needs it. The document itself came through all other layers; the browser gets it handed and has no
// network of its own, so neither a script nor a redirect can reach a private address. No disguise of any kind.

import type { PlaywrightCrawler, PlaywrightCrawlerOptions } from '@crawlee/playwright';
import type { Page } from 'playwright-core';
import { AppError } from '../../core/errors.ts';
import type { Log } from '../../core/ports.ts';
import { findChromium } from './chromium.ts';
import type { Guard } from './guard.ts';
import type { HttpClient, OnExchange } from './http.ts';
import { type PageDocument, servePage } from './page-requests.ts';

export interface Browser {
  /**
   * HTML of the page after its scripts have run. Throws AppError 'fetch.no-browser', 'fetch.too-big', 'fetch.broken' (the
   * page crashed), a TimeoutError, or the signal's reason.
   */
  render(document: PageDocument, options: { waitFor?: string; signal: AbortSignal }): Promise<string>;
  /**
   * PNG of the whole page (very long ones down to MAX_SHOT_HEIGHT) with pictures, styles and fonts, all of which are told
   * to onExchange. Throws as render() does.
   */
  shoot(document: PageDocument, options: { signal: AbortSignal; onExchange?: OnExchange }): Promise<Buffer>;
  close(): Promise<void>;
}

export interface BrowserParts {
  guard: Guard;
  http: HttpClient;
  userAgent: string;
  timeoutMs: number;
  maxBytes: number;
  log: Log;
  env: Record<string, string | undefined>;
}

const PAGES_AT_ONCE = 2;
/** After so many pages the browser is replaced: leaks of pages end there. */
const PAGES_PER_BROWSER = 50;
const HEAP_MB = 256;
/** Scripts are given this long to fall silent; a source that knows better names a selector. */
const QUIET_MS = 4000;

/** No DNS, no proxy that answers, no side channel: everything comes from servePage. */
const ARGS = [
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=http://127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--disable-background-networking',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--mute-audio',
  `--js-flags=--max-old-space-size=${HEAP_MB}`,
  `--renderer-process-limit=${PAGES_AT_ONCE}`,
];

const WIDTH = 1280;
const HEIGHT = 900;
/** Chromium draws nothing beyond this in one picture, and a page without end must not fill the memory. */
export const MAX_SHOT_HEIGHT = 16_000;

/** What is wanted of a page, and how it is read once it is there. */
interface Task<T> {
  document: PageDocument;
  isLookWanted: boolean;
  onExchange?: OnExchange | undefined;
  signal: AbortSignal;
  read(page: Page): Promise<T>;
}

interface Job extends Task<unknown> {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

export function createBrowser(parts: BrowserParts): Browser {
  const jobs = new Map<string, Job>();
  let crawler: Promise<PlaywrightCrawler> | null = null;
  let count = 0;
  const start = () => {
    crawler ??= startCrawler(jobs, parts).catch((error: unknown) => {
      crawler = null;
      throw error;
    });
    return crawler;
  };
  const draw = async <T>(task: Task<T>): Promise<T> => {
    const running = await start();
    const limit = AbortSignal.any([task.signal, AbortSignal.timeout(parts.timeoutMs * 2)]);
    const id = String(++count);
    try {
      return await new Promise<T>((resolve, reject) => {
        limit.addEventListener('abort', () => reject(limit.reason), { once: true });
        jobs.set(id, { ...task, signal: limit, resolve: resolve as Job['resolve'], reject });
        // An explicit key: Crawlee leaves out addresses that it has seen before.
        running.addRequests([{ url: task.document.url, uniqueKey: id, userData: { id } }]).catch(reject);
      });
    } finally {
      jobs.delete(id);
    }
  };
  return {
    render: (document, { waitFor, signal }) => {
      const read = (page: Page) => contentOf(page, waitFor ?? null, parts.maxBytes);
      return draw({ document, isLookWanted: false, signal, read });
    },
    shoot: (document, { signal, onExchange }) =>
      draw({ document, isLookWanted: true, onExchange, signal, read: pictureOf }),
    close: async () => {
      const running = await crawler?.catch(() => null);
      crawler = null;
      if (!running) return;
      await running.autoscaledPool?.abort();
      await running.teardown();
    },
  };
}

async function startCrawler(jobs: Map<string, Job>, parts: BrowserParts): Promise<PlaywrightCrawler> {
  const executablePath = findChromium(parts.env);
  const [{ Configuration, PlaywrightCrawler, Log, LogLevel }, { chromium }] = await Promise.all([
    import('@crawlee/playwright'),
    import('playwright-core'),
  ]);
  const seconds = Math.ceil(parts.timeoutMs / 1000);
  const crawler = new PlaywrightCrawler(
    {
      keepAlive: true,
      log: new Log({ level: LogLevel.OFF }),
      maxConcurrency: PAGES_AT_ONCE,
      minConcurrency: PAGES_AT_ONCE,
      autoscaledPoolOptions: { maybeRunIntervalSecs: 0.05 },
      maxRequestRetries: 0,
      useSessionPool: false,
      persistCookiesPerSession: false,
      navigationTimeoutSecs: seconds,
      requestHandlerTimeoutSecs: seconds + Math.ceil(QUIET_MS / 1000),
      launchContext: {
        launcher: chromium,
        useIncognitoPages: true,
        launchOptions: { executablePath, args: ARGS, headless: true, chromiumSandbox: process.getuid?.() !== 0 },
      },
      browserPoolOptions: poolOptions(parts.userAgent),
      preNavigationHooks: [
        async ({ page, request }, goto) => {
          const job = jobOf(jobs, request.userData['id']);
          const { guard, http, maxBytes } = parts;
          const { isLookWanted, onExchange, signal } = job;
          await servePage(page as Page, job.document, { guard, http, maxBytes, isLookWanted, onExchange, signal });
          goto.waitUntil = 'domcontentloaded';
        },
      ],
      requestHandler: async ({ page, request }) => {
        const job = jobOf(jobs, request.userData['id']);
        job.resolve(await job.read(page as Page));
      },
      failedRequestHandler: ({ request }, error) => {
        jobs.get(String(request.userData['id']))?.reject(readable(error));
      },
    },
    new Configuration({ persistStorage: false, purgeOnStart: false }),
  );
  const gaveUp = (error: unknown) => {
    parts.log.error({ error }, 'the browser layer ended; it starts again with the next page');
    for (const job of jobs.values()) job.reject(readable(error));
  };
  crawler.run().catch(gaveUp);
  return crawler;
}

function poolOptions(userAgent: string): NonNullable<PlaywrightCrawlerOptions['browserPoolOptions']> {
  const own = {
    userAgent,
    locale: 'tr-TR',
    serviceWorkers: 'block',
    acceptDownloads: false,
    viewport: { width: WIDTH, height: HEIGHT },
  };
  return {
    // Crawlee would otherwise dress up as somebody's desktop browser. We say who we are.
    useFingerprints: false,
    maxOpenPagesPerBrowser: PAGES_AT_ONCE,
    retireBrowserAfterPageCount: PAGES_PER_BROWSER,
    closeInactiveBrowserAfterSecs: 30,
    prePageCreateHooks: [
      (_id, _browser, options) => {
        Object.assign(options ?? {}, own);
      },
    ],
  };
}

function jobOf(jobs: Map<string, Job>, id: unknown): Job {
  const job = jobs.get(String(id));
  if (!job) throw new AppError('fetch.closed', 'Nobody waits for this page any more.');
  return job;
}

async function contentOf(page: Page, waitFor: string | null, maxBytes: number): Promise<string> {
  if (waitFor !== null) await page.waitForSelector(waitFor, { timeout: QUIET_MS, state: 'attached' }).catch(() => null);
  else await fallSilent(page);
  mustBeDrawn(page);
  const length = await page.evaluate('document.documentElement.outerHTML.length');
  if (typeof length === 'number' && length > maxBytes)
    throw new AppError('fetch.too-big', 'The page grew too big while its scripts ran, so it was not read.');
  return page.content();
}

/** Pictures that wait for somebody to scroll are called first. */
async function pictureOf(page: Page): Promise<Buffer> {
  await page.evaluate(`for (const img of document.querySelectorAll('img[loading="lazy"]')) img.loading = 'eager'`);
  await fallSilent(page);
  mustBeDrawn(page);
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  const isTooTall = !(height <= MAX_SHOT_HEIGHT);
  if (isTooTall) await page.setViewportSize({ width: WIDTH, height: MAX_SHOT_HEIGHT });
  return page.screenshot({ type: 'png', fullPage: !isTooTall, animations: 'disabled', caret: 'hide' });
}

function fallSilent(page: Page): Promise<unknown> {
  return page.waitForLoadState('networkidle', { timeout: QUIET_MS }).catch(() => null);
}

function mustBeDrawn(page: Page): void {
  if (page.url().startsWith('chrome-error:'))
    throw new AppError('fetch.broken', 'The page could not be drawn by the browser.');
}

/** Crawlee and Playwright describe a failure at length; what matters is whether time ran out. */
function readable(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  if (/time(?:d )?-?out/i.test(text)) return new DOMException('The page took too long.', 'TimeoutError');
  return new AppError(
    'fetch.broken',
    'The page could not be drawn by the browser. itibar tries again at the next run.',
    {
      cause: error,
    },
  );
}

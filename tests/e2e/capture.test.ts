// Pictures of pages with the real Chromium of this machine, against pages on loopback.

import { describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { createCapturePage } from '../../crawlers/evidence/capture-page.ts';
import { reader, site } from '../crawlers/fetch/support.ts';
import { findChromium } from '../support/chromium.ts';
import { readWarc } from '../support/warc.ts';

const isSkipped = findChromium() === null && !process.env['CI'];
/** One red point. */
const RED = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
);
const words = 'Bu sayfa markanın adıyla kart bilgisi topluyor. '.repeat(20);
const page = (body: string) =>
  `<!doctype html><html><head><title>Sahte</title><link rel=stylesheet href=/a.css></head><body>${body}</body></html>`;

const sizeOf = (png: Uint8Array | null) => {
  const bytes = Buffer.from(png ?? []);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
};
const kept = (warc: Uint8Array | null) =>
  readWarc(Buffer.from(warc ?? [])).flatMap(({ headers }) =>
    headers['WARC-Type'] === 'response' ? [new URL(headers['WARC-Target-URI'] ?? '').pathname] : [],
  );

function capturer(hosts: string[], env?: Record<string, string>) {
  const { fetcher } = reader(hosts, { config: { timeout: 10_000 }, ...(env ? { env } : {}) });
  return createCapturePage({ fetcher, clock: systemClock, version: '9.9.9', timeZone: 'Europe/Istanbul' });
}

describe.skipIf(isSkipped)(`the picture of a page${isSkipped ? ' (skipped: no Chromium on this machine)' : ''}`, () => {
  it('shows all of it with pictures and styles, and all its parts are in the WARC', async () => {
    const home = await site((request, response) => {
      if (request.url === '/a.css') return response.setHeader('content-type', 'text/css').end('body { margin: 0 }');
      if (request.url === '/a.png') return response.setHeader('content-type', 'image/png').end(RED);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      return response.end(
        page(`<article><h1>Sahte site</h1><p>${words}</p></article><div style="height: 3000px"></div>
        <img loading=lazy src=/a.png width=50 height=50>`),
      );
    });
    const result = await capturer([home.host])(`${home.url}/sahte`, { isDrawn: true });
    expect(result).toMatchObject({ outcome: 'ok', status: 200, error: null });
    const { width, height } = sizeOf(result.screenshot);
    expect(width).toBe(1280);
    expect(height).toBeGreaterThan(3050);
    expect(kept(result.warc).sort()).toEqual(['/a.css', '/a.png', '/sahte']);
  });

  it('ends where a page never does', async () => {
    const home = await site((_, response) =>
      response.setHeader('content-type', 'text/html').end(page(`<p>${words}</p><div style="height: 90000px"></div>`)),
    );
    const result = await capturer([home.host])(home.url, { isDrawn: true });
    expect(sizeOf(result.screenshot)).toEqual({ width: 1280, height: 16_000 });
  });

  it('asks no private address, whatever the page wants shown', async () => {
    const secret = await site((_, response) => response.end(RED), { ownRobots: true });
    const home = await site((_, response) =>
      response
        .setHeader('content-type', 'text/html')
        .end(page(`<p>${words}</p><img src="${secret.url}/x.png"><link rel=stylesheet href="${secret.url}/x.css">`)),
    );
    const result = await capturer([home.host])(home.url, { isDrawn: true });
    expect(result.screenshot).not.toBeNull();
    expect(secret.asked).toEqual([]);
  });

  it('is taken of a page that is gone, and of none that refuses', async () => {
    const home = await site((request, response) =>
      response
        .writeHead(request.url === '/403' ? 403 : 404, { 'content-type': 'text/html' })
        .end(page('<h1>Bulunamadı</h1>')),
    );
    const capture = capturer([home.host]);
    expect(await capture(`${home.url}/404`, { isDrawn: true })).toMatchObject({ outcome: 'gone', status: 404 });
    sizeOf((await capture(`${home.url}/404`, { isDrawn: true })).screenshot);
    expect(await capture(`${home.url}/403`, { isDrawn: true })).toMatchObject({ outcome: 'blocked', screenshot: null });
  });

  it('is not wanted of what is no page', async () => {
    const home = await site((_, response) => response.setHeader('content-type', 'application/pdf').end('%PDF-1.4'));
    const result = await capturer([home.host])(home.url, { isDrawn: true });
    expect(result).toMatchObject({ outcome: 'ok', screenshot: null, error: null, text: null });
    expect(kept(result.warc)).toEqual(['/']);
  });
});

// A page taken down over loopback, without a browser: raw bytes of every hop, and plain words where there is nothing.

import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../core/clock.ts';
import { createCapturePage } from '../../../crawlers/evidence/capture-page.ts';
import { readWarc } from '../../support/warc.ts';
import { rawSite, reader, site } from '../fetch/support.ts';

const PAGE = `<!doctype html><html><head><title>Sahte site uyarısı</title></head><body><article><h1>Sahte site uyarısı</h1>
<p>${'Bu site markanın adını kullanarak kart bilgilerini topluyor. '.repeat(8)}</p></article></body></html>`;

function capturerFor(hosts: string[]) {
  const { fetcher } = reader(hosts, { env: { CHROMIUM_PATH: '/nowhere/chromium' } });
  return createCapturePage({ fetcher, clock: new FakeClock(), version: '9.9.9', timeZone: 'Europe/Istanbul' });
}

const targets = (warc: Uint8Array | null) =>
  readWarc(Buffer.from(warc ?? [])).flatMap(({ headers }) =>
    headers['WARC-Type'] === 'response' ? [new URL(headers['WARC-Target-URI'] ?? '').pathname] : [],
  );

describe('a page that is captured', () => {
  it('keeps every hop and the body as it was on the wire', async () => {
    const packed = gzipSync(PAGE);
    const home = await site((request, response) => {
      if (request.url === '/kisa') return response.writeHead(302, { location: '/uzun' }).end('buraya');
      return response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(packed);
    });
    const page = await capturerFor([home.host])(`${home.url}/kisa`, { isDrawn: false });
    expect(page).toMatchObject({ outcome: 'ok', status: 200, finalUrl: `${home.url}/uzun`, error: null });
    expect(page.text?.title).toBe('Sahte site uyarısı');
    expect(page.text?.text).toContain('kart bilgilerini topluyor');
    expect(targets(page.warc)).toEqual(['/kisa', '/uzun']);
    const last = readWarc(Buffer.from(page.warc ?? [])).at(-2);
    const body = last?.block.subarray(last.block.indexOf('\r\n\r\n') + 4);
    expect(body).toEqual(packed);
    expect(gunzipSync(body ?? Buffer.alloc(0)).toString()).toBe(PAGE);
  });

  it('says that there is no browser, and holds the rest', async () => {
    const home = await site((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE));
    const page = await capturerFor([home.host])(home.url, { isDrawn: true });
    expect(page).toMatchObject({ outcome: 'ok', screenshot: null });
    expect(page.error).toMatch(/CHROMIUM_PATH/);
    expect(page.warc).not.toBeNull();
  });

  it('is not asked for where robots.txt shuts us out', async () => {
    const home = await site(
      (request, response) =>
        request.url === '/robots.txt' ? response.end('User-agent: *\nDisallow: /') : response.end(PAGE),
      { ownRobots: true },
    );
    const page = await capturerFor([home.host])(`${home.url}/gizli`, { isDrawn: true });
    expect(page).toMatchObject({ outcome: 'refused', warc: null, screenshot: null, text: null, status: null });
    expect(page.error).toMatch(/robots\.txt/);
    expect(home.asked).toEqual(['/robots.txt']);
  });

  it.each([
    [403, 'blocked'],
    [404, 'gone'],
    [410, 'gone'],
  ] as const)('answered with %i is %s, and that answer is kept', async (status, outcome) => {
    const home = await site((_, response) => response.writeHead(status).end('yok'));
    const page = await capturerFor([home.host])(`${home.url}/x`, { isDrawn: false });
    expect(page).toMatchObject({ outcome, status, text: null });
    expect(targets(page.warc)).toEqual(['/x']);
  });

  it('of a dead site, a private address or a stream without end is an outcome and no crash', async () => {
    const endless = await site((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      const more = () => {
        if (!response.destroyed) response.write('x'.repeat(60_000), more);
      };
      more();
    });
    const dead = await rawSite((socket) => socket.destroy());
    const capture = capturerFor([endless.host, dead.host]);
    expect(await capture(endless.url, { isDrawn: true })).toMatchObject({ outcome: 'too-big', warc: null });
    expect(await capture(dead.url, { isDrawn: true })).toMatchObject({ outcome: 'network', warc: null, status: null });
    expect(await capture('http://127.0.0.1:9/', { isDrawn: true })).toMatchObject({ outcome: 'refused', warc: null });
  });
});

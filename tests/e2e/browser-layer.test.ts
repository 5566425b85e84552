// The browser layer of the fetcher with the real Chromium of this machine, against pages on loopback.

import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { ParsedPage, Source } from '../../core/ports.ts';
import { walk } from '../../crawlers/walk.ts';
import { reader, silentLog, site } from '../crawlers/fetch/support.ts';
import { source as sampleSource } from '../crawlers/support.ts';
import { findChromium } from '../support/chromium.ts';

const isSkipped = findChromium() === null && !process.env['CI'];

const html = (response: ServerResponse, body: string, status = 200) =>
  response
    .writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
    .end(`<!doctype html><html><head><title>t</title></head><body>${body}</body></html>`);

describe.skipIf(isSkipped)(`the browser layer${isSkipped ? ' (skipped: no Chromium on this machine)' : ''}`, () => {
  const slow = { config: { timeout: 10_000 } };

  it('draws what scripts and data bring, and loads neither pictures nor fonts', async () => {
    const home = await site((request, response) => {
      if (request.url === '/data.json') return response.writeHead(200).end('{"text":"Kargom gelmedi ğışçö"}');
      if (request.url === '/app.js')
        return response.end(
          `fetch('/data.json').then((r) => r.json()).then((d) => { document.body.innerHTML += '<p id=done>' + d.text + '</p>' })`,
        );
      return html(response, '<img src="/a.png"><link rel=stylesheet href="/a.css"><script src="/app.js"></script>');
    });
    const { get } = reader([home.host], slow);
    const result = await get({ url: `${home.url}/page`, browser: { waitFor: '#done' } });
    expect(result).toMatchObject({ outcome: 'ok', error: null, reply: { status: 200, url: `${home.url}/page` } });
    expect(result.reply?.body).toContain('<p id="done">Kargom gelmedi ğışçö</p>');
    expect(home.asked).toEqual(['/page', '/app.js', '/data.json']);
  });

  it('draws the same address again and again, with nothing left from before', async () => {
    const home = await site((_, response) =>
      html(
        response,
        `<p id=n></p><script>localStorage.n = +(localStorage.n || 0) + 1; n.textContent = 'n' + localStorage.n</script>`,
      ),
    );
    const { get } = reader([home.host], slow);
    const results = [];
    for (let i = 0; i < 3; i++) results.push(await get({ url: home.url, browser: { waitFor: '#n' } }));
    expect(results.map(({ reply }) => /n\d+(?=<)/.exec(reply?.body ?? '')?.[0])).toEqual(['n1', 'n1', 'n1']);
  });

  it('says honestly who it is', async () => {
    const home = await site((_, response) =>
      html(response, '<p id=ua></p><script>ua.textContent = navigator.userAgent</script>'),
    );
    const { reply } = await reader([home.host], slow).get({ url: home.url, browser: {} });
    expect(reply?.body).toContain('itibar/9.9.9 (+https://example.com/bot)');
  });

  it('lets no script, frame, redirect, socket or form reach a private address', async () => {
    const secret = await site(
      (_, response) => response.writeHead(200, { 'access-control-allow-origin': '*' }).end('secret'),
      {
        ownRobots: true,
      },
    );
    const home = await site((request, response) => {
      if (request.url === '/hop') return response.writeHead(302, { location: secret.url }).end();
      return html(
        response,
        `<iframe src="${secret.url}/frame"></iframe><script src="${secret.url}/script"></script><script>
          const seen = [];
          const note = (r) => r.text().then((t) => seen.push(t));
          const all = [fetch('${secret.url}/fetch').then(note), fetch('/hop').then(note),
            new Promise((done) => { const ws = new WebSocket('${secret.url.replace('http', 'ws')}/ws'); ws.onerror = ws.onopen = done })];
          navigator.sendBeacon('${secret.url}/beacon', 'x');
          new Image().src = '${secret.url}/image';
          Promise.allSettled(all).then(() => {
            document.body.innerHTML = '<p id=done>' + JSON.stringify(seen) + '</p>';
            location.href = '${secret.url}/navigate';
          });
        </script>`,
      );
    });
    const { reply } = await reader([home.host], slow).get({ url: home.url, browser: { waitFor: '#done' } });
    expect(reply?.body).toContain('<p id="done">[]</p>');
    expect(secret.asked).toEqual([]);
  });

  it('runs no scripts of a page that refuses', async () => {
    const home = await site((_, response) => html(response, '<script src="/challenge.js"></script>', 403));
    expect(await reader([home.host], slow).get({ url: home.url, browser: {} })).toMatchObject({ outcome: 'blocked' });
    expect(home.asked).toEqual(['/']);
  });

  it('gives up on scripts that never end, and draws the next page', async () => {
    const home = await site((request, response) =>
      html(response, request.url === '/loop' ? '<script>for (;;) {}</script>' : '<p>Fine</p>'),
    );
    const { get } = reader([home.host], { config: { timeout: 3000 } });
    await get({ url: `${home.url}/warm-up`, browser: {} });
    expect(await get({ url: `${home.url}/loop`, browser: {} })).toMatchObject({ outcome: 'timeout', reply: null });
    expect((await get({ url: `${home.url}/fine`, browser: {} })).reply?.body).toContain('<p>Fine</p>');
  }, 60_000);

  it('walks pages whose links only scripts write, within the bounds of every walk', async () => {
    const home = await site(
      (request, response) => {
        if (request.url === '/robots.txt') return response.writeHead(200).end('User-agent: *\nDisallow: /gizli');
        const page = Number(/\d+$/.exec(request.url ?? '')?.[0] ?? 1);
        const next = page === 3 ? '/gizli/4' : `/sayfa/${page + 1}`;
        return html(
          response,
          `<script>document.body.innerHTML = '<p>yorum ${page}</p><a href="${next}">Sonraki</a>'</script>`,
        );
      },
      { ownRobots: true },
    );
    const parse: Source['parse'] = ({ body, url }): ParsedPage => {
      const next = /<a href="([^"]+)">Sonraki/.exec(body)?.[1];
      const mentions = [...body.matchAll(/<p>([^<]+)<\/p>/g)].map(([, text]) => ({
        nativeId: text ?? '',
        text: text ?? '',
      }));
      return { mentions, next: next ? [{ url: new URL(next, url).href, browser: {} }] : [] };
    };
    const walkTo = (maxPages: number) => {
      const politeness = { minIntervalMs: 0, maxPages, obeysRobots: true };
      return walk([{ url: `${home.url}/sayfa/1`, browser: {} }], {
        ...{
          fetcher: reader([home.host], slow).fetcher,
          source: sampleSource({ politeness }, { parse }),
          log: silentLog,
        },
        ...{ params: {}, reader: 'r', keys: {}, cursor: null, timeZone: 'Europe/Istanbul', now: 0, budget: undefined },
      });
    };
    const short = await walkTo(2);
    expect(short).toMatchObject({ isCut: true, failure: null });
    expect(short.raws.map(({ text }) => text)).toEqual(['yorum 1', 'yorum 2']);
    const far = await walkTo(9);
    expect(far.raws.map(({ text }) => text)).toEqual(['yorum 1', 'yorum 2', 'yorum 3']);
    expect(far.failure).toMatchObject({ outcome: 'refused', error: expect.stringContaining('robots.txt') });
    expect(home.asked).not.toContain('/gizli/4');
  }, 60_000);

  it('stops reading a page that grows without end', async () => {
    const home = await site((_, response) =>
      html(response, `<script>document.body.append('a'.repeat(3_000_000))</script>`),
    );
    expect(await reader([home.host], slow).get({ url: home.url, browser: {} })).toMatchObject({ outcome: 'too-big' });
  });
});

// The browser layer over 300 pages: pages a minute, and whether memory stays flat (the ratio of the last pages to the
// first fifty, in one run). Needs a Chromium; says so and measures nothing where there is none.

import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { systemClock } from '../core/clock.ts';
import type { Log } from '../core/ports.ts';
import { createFetcher } from '../crawlers/fetch/fetcher.ts';

const PAGES = 300;
const PAGE = `<!doctype html><html><body><div id="list"></div><script>
  for (let i = 0; i < 200; i++) { const p = document.createElement('p'); p.textContent = 'yorum ' + i; list.append(p); }
  list.insertAdjacentHTML('beforeend', '<i id="done"></i>');
</script></body></html>`;

const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (facts, message) => console.error(message, facts),
  child: () => log,
};

/** Resident MB of this process, and of all browser processes together (shared pages counted each time). */
function memory(): { own: number; browser: number } {
  const rows = execFileSync('ps', ['-eo', 'ppid=,pid=,rss='], { encoding: 'utf8' }).trim().split('\n');
  const known = new Set([process.pid]);
  let kilobytes = 0;
  for (let before = 0; before < known.size; ) {
    before = known.size;
    for (const [parent, pid] of rows.map((row) => row.trim().split(/\s+/).map(Number)))
      if (known.has(parent ?? 0)) known.add(pid ?? 0);
  }
  for (const [, pid, rss] of rows.map((row) => row.trim().split(/\s+/).map(Number)))
    if (pid !== process.pid && known.has(pid ?? 0)) kilobytes += rss ?? 0;
  return { own: process.memoryUsage().rss / 1e6, browser: kilobytes / 1e3 };
}

const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const host = `127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
const fetcher = createFetcher({
  config: { timeout: 30_000, maxBytes: 10_000_000, minInterval: 0, allowHosts: [host], concurrency: 8 },
  ...{ contact: '', version: 'bench', clock: systemClock, log, validators: { getValidators: async () => null } },
});

const startedAt = systemClock.now();
let asked = 0;
let drawn = 0;
let early = { own: 0, browser: 0 };
const read = async () => {
  while (asked < PAGES) {
    const n = ++asked;
    const options = { minIntervalMs: 0, obeysRobots: false, isConditional: false };
    const result = await fetcher.fetch({ url: `http://${host}/${n}`, browser: { waitFor: '#done' } }, options);
    if (result.reply?.body.includes('yorum 199')) drawn++;
    else console.error(result.error);
    if (result.outcome === 'refused') return;
    if (n === 50) early = memory();
  }
};
await Promise.all([read(), read()]);
const late = memory();
const minutes = (systemClock.now() - startedAt) / 60_000;
await fetcher.close();
server.close();

console.log(`browser layer: ${drawn} of ${PAGES} pages drawn, ${Math.round(drawn / minutes)} a minute`);
for (const part of ['own', 'browser'] as const)
  console.log(
    `  memory ${part}: ${Math.round(early[part])} MB after 50 pages, ${Math.round(late[part])} MB after ${PAGES} (x${(late[part] / early[part]).toFixed(2)})`,
  );
process.exitCode = drawn === PAGES ? 0 : 1;

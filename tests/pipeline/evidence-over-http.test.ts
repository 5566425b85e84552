// A real page over loopback that is captured, grows older, is softened and then deleted; real extraction, no browser.

import { expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, systemClock } from '../../core/clock.ts';
import { createCapturePage } from '../../crawlers/evidence/capture-page.ts';
import { captureJob } from '../../pipeline/capture.ts';
import { reader, site } from '../crawlers/fetch/support.ts';
import { openWorld, store } from './support.ts';

const CLAIM = 'Zarpak müşterilerin kart bilgilerini üçüncü kişilere satıyor.';
const SOFT = 'Zarpak müşterilerin kart bilgilerini üçüncü kişilere sattığı iddiasını reddediyor.';
const BODY = [
  'Olay, geçen hafta bir kullanıcının hesabından izinsiz harcama yapılmasıyla ortaya çıktı.',
  'Uzmanlar, kart sahiplerinin hemen bankalarına başvurmasını öneriyor.',
  'Benzer şikâyetlerin son günlerde hızla arttığı görülüyor.',
];

/** A page as newspapers make them: counters, dates, advertisements and the comments of readers around the text. */
const pageWith = (
  claim: string,
  { views, advert }: { views: number; advert: string },
) => `<!doctype html><html lang="tr">
<head><title>Zarpak hakkında ağır iddia</title></head><body><nav>Ana sayfa Gündem Spor</nav><aside>${advert}</aside>
<article><h1>Zarpak hakkında ağır iddia</h1><p class="meta">Güncelleme: ${views % 28}.11.2026 10:${10 + (views % 50)} · ${views} okunma</p>
<p>${claim}</p>${BODY.map((line) => `<p>${line}</p>`).join('')}</article><footer>© 2026</footer></body></html>`;

it('notices what was taken out and that it was deleted, and nothing else', async () => {
  let html: string | null = pageWith(CLAIM, { views: 12, advert: 'Kış lastiği kampanyası sürüyor, kaçırmayın.' });
  const home = await site((_, response) =>
    html === null
      ? response.writeHead(410, { 'content-type': 'text/html' }).end('<h1>Kaldırıldı</h1>')
      : response.setHeader('content-type', 'text/html; charset=utf-8').end(html),
  );
  const { fetcher } = reader([home.host], { env: { CHROMIUM_PATH: '/nowhere/chromium' } });
  const world = await openWorld({
    capturePage: createCapturePage({ fetcher, clock: systemClock, version: '9.9.9', timeZone: 'Europe/Istanbul' }),
  });
  const [mentionId = ''] = await store(world, [{ url: `${home.url}/haber/1`, text: `${CLAIM} ${BODY[0]}` }]);
  const run = (reason: 'severe' | 'check') =>
    captureJob(world.deps, { mentionId, reason }, { signal: new AbortController().signal });
  const changes = async () =>
    (await world.deps.store.evidence.list({ mentionIds: [mentionId] }, { limit: 9 })).items.map(
      ({ outcome, change }) => `${outcome} ${change?.kind ?? '-'}`,
    );
  await run('severe');
  html = pageWith(CLAIM, { views: 98_311, advert: 'Yeni telefonlar çok yakında bu mağazada satışta olacak.' });
  await world.clock.leap(HOUR);
  await run('check');
  expect(await changes()).toEqual(['ok -']);
  html = pageWith(SOFT, { views: 99_000, advert: '' });
  await world.clock.leap(6 * HOUR);
  await run('check');
  expect(await changes()).toEqual(['ok changed', 'ok -']);
  const [{ change } = {}] = (await world.deps.store.evidence.list({ mentionIds: [mentionId] }, { limit: 1 })).items;
  expect(change).toMatchObject({ removed: [CLAIM], added: [SOFT] });
  html = null;
  await world.clock.leap(DAY);
  await run('check');
  await world.clock.leap(10 * MINUTE);
  await run('check');
  expect(await changes()).toEqual(['gone deleted', 'ok changed', 'ok -']);
});

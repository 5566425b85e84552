// Places in searches through the whole app: a loopback SearXNG asked by the real source through the real Fetcher, a page that
// comes to page one, the case and the mail about it.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../core/clock.ts';
import { searchTable } from '../../pipeline/search-table.ts';
import { mailReceiver } from '../alerts/receivers.ts';
import { allIncidents, CountingClock, freshData, live, startSystem } from './support.ts';

const OWN = { url: 'https://markam.example/', title: 'Markam', content: 'Markam resmî sitesi.' };
const CALM = { url: 'https://rehber.example/markam', title: 'Markam mağazaları', content: 'Markam mağaza listesi.' };
const ANGRY = {
  url: 'https://www.sikayet-kutusu.example/markam-dolandirdi?utm_source=x',
  title: 'Markam dolandırdı, paramı geri vermiyor',
  content: 'Markam kartımdan para çekti, sipariş yok. Dolandırıldım, şikayetçiyim.',
};

it('a page that comes to page one of a real search opens a case and is mailed once', async () => {
  const clock = new CountingClock();
  const data = freshData();
  let results = [OWN, CALM];
  const questions: string[] = [];
  const engine = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://engine');
    const query = searchParams.get('q') ?? '';
    questions.push(query);
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ query, results: / şikayet$/.test(query) ? results : [OWN], unresponsive_engines: [] }),
    );
  });
  await new Promise<void>((resolve) => engine.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(engine.address() as AddressInfo).port}`;
  const mail = await mailReceiver();
  const params = { instance: `http://${host}`, query: 'Markam', words: 'şikayet', everyHours: 12 };
  const system = await startSystem(clock, data.dir, {
    fetch: { allowHosts: [host], minInterval: 100 },
    mail: { host: '127.0.0.1', port: mail.port, from: 'itibar <i@demo.example>', to: ['pr@markam.example'] },
    digest: { isEnabled: false },
    brands: [
      {
        name: 'Markam',
        domains: ['markam.example'],
        watches: [{ name: 'Arama', query: 'Markam', every: '10m', sources: [{ id: 'searxng', params }] }],
      },
    ],
  });
  try {
    await live(clock, system, MINUTE);
    expect(questions).toEqual(['Markam', 'Markam şikayet']);
    await live(clock, system, 2 * DAY, { stepMs: 3 * HOUR });
    expect(questions.length).toBeLessThanOrEqual(2 * 6);
    expect(await allIncidents(system.store)).toEqual([]);
    results = [OWN, ANGRY, CALM];
    await live(clock, system, 13 * HOUR, { stepMs: HOUR });
    await live(clock, system, 20 * SECOND);
    const cases = (await allIncidents(system.store)).filter(({ ruleId }) => ruleId === 'search-page');
    expect(cases).toMatchObject([
      { state: 'open', title: 'İlk sayfada olumsuz sayfa: Markam dolandırdı, paramı geri vermiyor' },
    ]);
    expect(cases[0]?.reason).toBe(
      '“Markam şikayet” aramasında (SearXNG) 2. sıraya “Markam dolandırdı, paramı geri vermiyor” (sikayet-kutusu.example) girdi; dün ilk sayfada değildi.',
    );
    const subjects = mail.mails.map(({ mail: { subject } }) => subject);
    expect(subjects.filter((subject) => subject?.includes('İlk sayfada olumsuz sayfa'))).toHaveLength(1);
    const views = await searchTable(system.app.deps, { query: 'Markam şikayet' });
    expect(views[0]?.pages.map(({ rank, mark }) => [rank, mark])).toEqual([
      [1, 'own'],
      [2, 'negative'],
      [3, 'neutral'],
    ]);
    expect((await system.store.positions.list({ since: 0 })).length).toBeLessThanOrEqual(14);
  } finally {
    await system.close();
    engine.close();
    data.remove();
  }
}, 120_000);

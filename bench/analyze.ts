// How many short texts a second all analyzers together judge on one core. Texts are of our own writing, read from the
// training fragments of the repository where they are at hand, so that the figure can be repeated anywhere.

import { performance } from 'node:perf_hooks';
import { createJudge } from '../analyzers/judge.ts';
import { openAnalyzers } from '../analyzers/open.ts';
import type { BrandView } from '../core/ports.ts';

const BRAND: BrandView = {
  id: 'brd_bench',
  name: 'Telcanım',
  aliases: ['telcanim'],
  domains: ['telcanim.example'],
  accounts: ['telcanim'],
  competitors: [],
};

const TEXTS = [
  'Telcanım internetim üç gündür yok, çağrı merkezi sürekli başka birine aktarıyor. Yeter artık!',
  'telcanim adina aradilar kart bilgimi istediler sakin vermeyin',
  'Telcanım mağazasındaki görevli çok ilgiliydi, sorunum beş dakikada çözüldü, teşekkürler 🙏',
  'Telcanım yeni tarifesini duyurdu: 20 GB paket 249 TL’den başlayan fiyatlarla satışta.',
  'Arkadaşlar Telcanım fiber kullanan var mı, 14 taksit yapıyorlar mı?',
  'faturam iki katı geldi taahhüt bitmedi ki @telcanim açıklama yapın 0 532 000 00 00',
  'bugün hava çok güzel, sahile inip çay içmek lazım',
  'SİPARİŞİM 12 GÜNDÜR KARGODA!!! İADE İSTİYORUM PARAMI GERİ VERİN TELCANIM',
];

/** Runs for about two seconds after a warm-up and prints texts per second and the time a cold load takes. */
async function main(): Promise<void> {
  const loadStart = performance.now();
  const judge = createJudge(await openAnalyzers());
  const loadMs = performance.now() - loadStart;
  const judgeAll = (): void => {
    for (const text of TEXTS) {
      judge({ title: null, text, channel: 'social', url: null, authorHandle: null, publishedAt: null }, BRAND, {
        followers: null,
        storySize: 1,
      });
    }
  };
  for (let i = 0; i < 500; i++) judgeAll();
  const start = performance.now();
  let rounds = 0;
  while (performance.now() - start < 2000) {
    judgeAll();
    rounds++;
  }
  const perSecond = (rounds * TEXTS.length * 1000) / (performance.now() - start);
  console.log(
    `analyze: ${Math.round(perSecond)} short texts a second on one core, models loaded in ${Math.round(loadMs)} ms`,
  );
}

await main();

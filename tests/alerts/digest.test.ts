import { describe, expect, it } from 'vitest';
import { buildDigest, formatDay } from '../../alerts/digest/build.ts';
import { renderMail } from '../../alerts/mail/render.ts';
import { DAY, HOUR, MINUTE } from '../../core/clock.ts';
import type { AlertMessage } from '../../core/types.ts';
import { sampleDigestInput } from '../../scripts/mail-preview.ts';
import { incident, story } from './support.ts';

const calm = (change = {}) => buildDigest({ ...sampleDigestInput('tr', true), ...change });
const busy = (locale: 'tr' | 'en' = 'tr', change = {}) => buildDigest({ ...sampleDigestInput(locale), ...change });

function sectionOf(message: AlertMessage, title: string): AlertMessage['sections'][number] {
  const section = message.sections.find((candidate) => candidate.title === title);
  if (!section) throw new Error(`the digest has no section ${title}`);
  return section;
}

describe('the digest', () => {
  it('says of a calm day in one line that nothing has changed', () => {
    const message = calm();
    expect(message).toMatchObject({ kind: 'digest', severity: null, sections: [] });
    expect(message.title).toBe('Günlük özet: 24 Kasım 2026 Salı');
    expect(message.reason).toBe(
      'Sakin: açık vaka yok; son 24 saat içinde 0 içerik, 0 olumsuz. Önceki özetten bu yana değişen bir şey yok.',
    );
  });

  it('does not call a day calm on which nothing was watched', () => {
    const message = calm({ sources: [] });
    expect(message.reason).toContain('Henüz içerik toplanmadı');
    expect(message.reason).not.toContain('Sakin');
    expect(sectionOf(message, 'Kör noktalar').items).toMatchObject([{ text: 'Hiçbir kaynak bağlı değil' }]);
    expect(calm({ sources: [{ title: 'Forum', health: null }] }).reason).toContain('Henüz içerik toplanmadı');
  });

  it('shows blind spots also when all else is calm: paused, failing, never read', () => {
    const { sources } = sampleDigestInput('tr');
    const failing = { ...sources[0]?.health, consecutiveFailures: 4, lastError: 'Sunucu yanıt vermiyor.' };
    const message = calm({ sources: [...sources, { title: 'Uygulama mağazası', health: failing }] });
    const { items } = sectionOf(message, 'Kör noktalar');
    expect(items.map(({ text }) => text)).toEqual([
      'Şikâyet Panosu: durduruldu, yeniden deneme 24 Kasım 11:05',
      'Uygulama mağazası: art arda 4 hata',
      'Harita Yorumları: hiç okunmadı',
    ]);
    expect(items[0]?.detail).toContain('403');
    expect(sectionOf(message, 'Açık vakalar')).toMatchObject({ items: [], empty: 'Açık vaka yok.' });
  });

  it('names what is not seen for want of a key, and what has gone silent', () => {
    const [well] = sampleDigestInput('tr', true).sources;
    if (!well) throw new Error('the sample has no source');
    const sources = [
      { ...well, title: 'Sözlük', silentSince: Date.UTC(2026, 10, 22, 9, 0) },
      { ...well, title: 'X (Twitter)', health: null, missingKeys: ['x'] },
      well,
    ];
    expect(sectionOf(calm({ sources }), 'Kör noktalar').items.map(({ text, detail }) => `${text} | ${detail}`)).toEqual(
      [
        'X (Twitter): anahtar eksik, okunamıyor | Girilecek ayar: keys.x',
        'Sözlük: 22 Kasım 12:00 tarihinden beri sessiz | Yanıt veriyor ama olağanının tersine yeni içerik getirmiyor; sayfası değişmiş olabilir.',
      ],
    );
  });

  it('names the dead feeds of a source that works, and says in Turkish why another does not', () => {
    const [well] = sampleDigestInput('tr', true).sources;
    if (!well?.health) throw new Error('the sample has no source');
    const gone =
      'The month’s budget for X is spent. Reading goes on when the next month (UTC) begins; to go on now, raise budgets.x in the configuration.';
    const sources = [
      { ...well, title: 'RSS', dead: ['bir.example/rss', 'iki.example/rss'], feedCount: 41 },
      { ...well, title: 'X', health: { ...well.health, consecutiveFailures: 5, lastError: gone } },
    ];
    expect(sectionOf(calm({ sources }), 'Kör noktalar').items.map(({ text, detail }) => `${text} | ${detail}`)).toEqual(
      [
        'X: art arda 5 hata | X için ayrılan aylık bütçe bitti. Okuma ay başında (UTC) sürer; hemen sürmesi için ayarlarda budgets.x değerini yükseltin.',
        'RSS: 41 adresten 2 tanesi okunamıyor | bir.example/rss, iki.example/rss',
      ],
    );
  });

  it('says that it comes late, and only then', () => {
    expect(busy('tr', { isLate: true }).reason).toContain('gecikmeli');
    expect(busy().reason).not.toContain('gecikmeli');
  });

  it('is marked as a test in its title when it is one', () => {
    expect(busy('tr', { isTest: true }).title).toBe('Deneme özeti: 24 Kasım 2026 Salı');
    expect(busy('en', { isTest: true }).title).toBe('Test digest: Tuesday, 24 November 2026');
  });

  it('tells the worst of the open incidents and the numbers, in both languages', () => {
    expect(busy()).toMatchObject({ severity: 2 });
    expect(busy().reason).toBe('1 açık vaka var, en ağırı YÜKSEK; son 24 saat içinde 412 içerik, 96 olumsuz.');
    expect(busy('en').reason).toBe(
      'Open incidents: 1, the worst at level HIGH; 412 mentions in the last 24 hours, 96 of them negative.',
    );
  });

  it.each([
    ['in minutes below an hour', 7 * MINUTE + 30_000, '7 dakikadır açık', 'open for 7 minutes'],
    ['as a minute when it was opened just now', 0, '1 dakikadır açık', 'open for 1 minute '],
    ['in hours below two days', HOUR, '1 saattir açık', 'open for 1 hour '],
    ['in whole hours', 47 * HOUR + 59 * MINUTE, '47 saattir açık', 'open for 47 hours'],
    ['in days from two on', 3 * DAY + HOUR, '3 gündür açık', 'open for 3 days'],
  ])('gives the age of an incident %s', (_how, age, turkish, english) => {
    for (const [locale, title, expected] of [
      ['tr', 'Açık vakalar', turkish],
      ['en', 'Open incidents', english],
    ] as const) {
      const { now } = sampleDigestInput(locale);
      const open = { incident: incident({ openedAt: now - age }), ownerName: null, url: 'http://x.example/' };
      const [item] = sectionOf(busy(locale, { incidents: [open] }), title).items;
      expect(item?.detail).toContain(expected);
    }
  });

  it('names ten incidents at most, worst first, and counts the rest', () => {
    const incidents = Array.from({ length: 14 }, (_, index) => ({
      incident: incident({ severity: index === 13 ? 1 : 3, title: `Vaka ${index}` }),
      ownerName: index === 13 ? 'Ayşe Işık' : null,
      url: 'http://x.example/',
    }));
    const { items } = sectionOf(busy('tr', { incidents }), 'Açık vakalar');
    expect(items).toHaveLength(11);
    expect(items[0]).toMatchObject({ text: 'Vaka 13', severity: 1 });
    expect(items[0]?.detail).toContain('Sahibi: Ayşe Işık');
    expect(items[10]?.text).toBe('ve 4 vaka daha');
  });

  it('leaves out stories that people called not ours, and those without anything negative that did not grow', () => {
    const of = (id: string, change: object, counts: object) => ({
      ...{ story: story(id, { title: id, ...change }), newCount: 1, newNegativeCount: 0, ownerName: null, url: '' },
      ...counts,
    });
    const stories = [
      of('irrelevant', { state: 'irrelevant', types: ['fake-domain'] }, { newNegativeCount: 9 }),
      of('small talk', { types: ['praise'] }, { newCount: 2 }),
      of('grown', { types: ['praise'] }, { newCount: 30 }),
      of('worst', {}, { newNegativeCount: 3 }),
    ];
    const message = busy('tr', { stories });
    expect(sectionOf(message, 'Değişen olaylar').items.map(({ text }) => text)).toEqual(['worst', 'grown']);
    expect(sectionOf(message, 'Yeni taklitler').items).toEqual([]);
  });

  it('compares with the period before and with the usual', () => {
    const texts = sectionOf(busy(), 'Şikâyet ve konu özeti').items.map(({ text, detail }) => `${text} | ${detail}`);
    expect(texts).toEqual([
      'Olumsuz içerik: 96 | önceki döneme göre 35 fazla (önce 61) · olağan 58',
      'Şikâyet: 44 | önceki döneme göre 3 eksik (önce 47)',
      expect.stringContaining(': 38 | önceki döneme göre 29 fazla (önce 9)'),
      expect.stringContaining(': 21 | önceki dönemle aynı'),
      expect.stringContaining(': 14 | önceki döneme göre 3 eksik (önce 17)'),
    ]);
  });

  it('names the branch that stands out, with the way to its mentions, and no line when none does', () => {
    const entity = {
      kind: 'branch',
      name: 'Kadıköy Şubesi',
      count: 14,
      usual: 1.5,
      url: 'https://x.example/named',
    } as const;
    const texts = (change: object) =>
      busy('tr', change)
        .sections.flatMap((section) => section.items)
        .filter(({ text }) => text.includes('Öne çıkan'));
    expect(texts({ entity })).toEqual([
      {
        ...{ text: 'Öne çıkan şube: Kadıköy Şubesi, 14 olumsuz içerik', detail: 'olağan: 1,5' },
        ...{ url: 'https://x.example/named', severity: null },
      },
    ]);
    expect(texts({ entity: null })).toEqual([]);
  });

  it('becomes a mail that says the same in text and in HTML', () => {
    for (const locale of ['tr', 'en'] as const) {
      const message = busy(locale);
      const mail = renderMail(message);
      expect(mail.subject).toContain('Markam');
      for (const section of message.sections) {
        for (const item of section.items) expect(mail.text).toContain(item.text);
        expect(mail.html).toContain(section.title);
      }
    }
  });
});

it('writes a day as people do', () => {
  expect(formatDay('2026-01-01', 'tr')).toBe('1 Ocak 2026 Perşembe');
  expect(formatDay('2026-01-01', 'en')).toBe('Thursday, 1 January 2026');
});

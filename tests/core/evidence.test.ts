// What counts as a change of a captured page: words, and not counters, dates or what stands beside them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../core/clock.ts';
import { compareTexts, nextCheckAt } from '../../core/evidence.ts';
import type { PageText } from '../../core/ports.ts';

const FRAUD = 'Bu site markanın adıyla kart bilgilerini topluyor.';
const PROOF = 'Param çekildi ve hiçbir ürün bana gönderilmedi.';
const REST = [
  'Ödemeyi yaptıktan sonra sipariş numarası bile gelmedi.',
  'Müşteri hizmetlerini aradım ama telefon hiç açılmadı.',
  'Bankama itiraz ettim ve kartımı hemen kapattırdım.',
  'Aynı adresi kullanan başka insanlar da varmış.',
  'Lütfen kimse bu sayfadan alışveriş yapmasın arkadaşlar.',
];
const page = (sentences: string[], change: Partial<PageText> = {}): PageText => ({
  ...{ title: 'Sahte site uyarısı', text: sentences.join(' '), comments: [] },
  ...change,
});
const WHOLE = [FRAUD, PROOF, ...REST];
const MENTION = { text: `${FRAUD} ${PROOF}`, isThread: false };
const of = (text: string, isThread = false) => ({ text, isThread });

describe('two texts of a page', () => {
  it('are the same when only counters and dates differ', () => {
    const before = page([...WHOLE, 'Bu konu 24 Kasım 2026 saat 10.15 itibarıyla 1.204 kez görüntülendi.']);
    const after = page([...WHOLE, 'Bu konu 2 Aralık 2026 saat 23.40 itibarıyla 98.311 kez görüntülendi.']);
    expect(compareTexts(before, after, MENTION)).toBeNull();
  });

  it('are the same when an advertisement or a menu entry came or went', () => {
    const long = Array.from({ length: 6 }, (_, at) => WHOLE.map((line) => line.replace(/\p{L}+/u, `s${at}x`))).flat();
    const before = page([...WHOLE, ...long, 'Kış lastiklerinde büyük indirim bu hafta sonu.', 'Giriş yap']);
    const after = page([...WHOLE, ...long, 'Yeni telefonlar şimdi daha ucuz fiyatlarla burada.', 'Üye ol']);
    expect(compareTexts(before, after, MENTION)).toBeNull();
  });

  it('differ when one sentence of the mention is gone, however long the page is', () => {
    const long = Array.from(
      { length: 400 },
      (_, at) => `Uzun sayfanın ${String.fromCharCode(97 + (at % 26))} harfli sıradan cümlesi burada duruyor.`,
    );
    const change = compareTexts(page([...WHOLE, ...long]), page([FRAUD, ...REST, ...long]), MENTION);
    expect(change).toMatchObject({ removed: [PROOF], added: [] });
    expect(change?.similarity).toBeGreaterThan(0.9);
  });

  it('differ when a word of it is softened, and both wordings are shown', () => {
    const softened = 'Bu site markanın adıyla kart bilgilerini topluyor olabilir.';
    const change = compareTexts(page(WHOLE), page([softened, PROOF, ...REST]), MENTION);
    expect(change).toMatchObject({ removed: [FRAUD], added: [softened] });
  });

  it('differ when the page as a whole became another one', () => {
    const change = compareTexts(
      page(WHOLE),
      page(['Aradığınız sayfa taşındı, ana sayfadan devam edebilirsiniz.']),
      of('x'),
    );
    expect(change?.similarity).toBeLessThan(0.2);
    expect(change?.removed).toHaveLength(WHOLE.length);
  });

  it('differ when the mention was a comment below and is there no more', () => {
    const before = page(REST, { comments: [FRAUD, 'Ben de aynı sorunu geçen yıl yaşadım maalesef.'] });
    const after = page(REST, { comments: ['Ben de aynı sorunu geçen yıl yaşadım maalesef.'] });
    expect(compareTexts(before, after, of(FRAUD))).toMatchObject({ similarity: 1, removed: [FRAUD] });
  });

  it('are the same when others go on writing in a thread, and differ when an article grew', () => {
    const after = page([...WHOLE, ...WHOLE.map((line) => `Katılıyorum arkadaşlar: ${line}`)]);
    expect(compareTexts(page(WHOLE), after, of(FRAUD, true))).toBeNull();
    expect(compareTexts(page(WHOLE), after, of(FRAUD))).toMatchObject({ removed: [] });
  });

  it('are the same whatever others add below', () => {
    const after = page(WHOLE, { comments: ['Çok geçmiş olsun, ben de şikayet edeceğim onları.'] });
    expect(compareTexts(page(WHOLE), after, MENTION)).toBeNull();
  });

  it('are always the same as themselves, and alike both ways', () => {
    const texts = fc.array(fc.constantFrom(...WHOLE, 'Reklam', '1.234 kez okundu'), { maxLength: 12 });
    fc.assert(
      fc.property(texts, texts, fc.string(), (left, right, mention) => {
        expect(compareTexts(page(left), page(left), of(mention))).toBeNull();
        const [there, back] = [
          compareTexts(page(left), page(right), of('')),
          compareTexts(page(right), page(left), of('')),
        ];
        expect(there?.similarity).toBe(back?.similarity);
        expect(there?.removed).toEqual(back?.added);
      }),
    );
  });
});

describe('looks at a captured page', () => {
  it('come after growing pauses and then stop', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 6].map((count) => nextCheckAt(count, 0));
    expect(pauses).toEqual([HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, null]);
  });
});

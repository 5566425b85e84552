import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileQueries, compileQuery } from '../../../core/text/match.ts';

const matches = (query: string, text: string) => compileQuery(query).match({ text }).matched;

describe('a word of a query', () => {
  const forms: [string, string][] = [
    [
      'Markam',
      "Markam'dan Markam’ın markamın markamlar Markamcılar Markamcılık MARKAMDAN markamdan MARKAMIN markamin Markamı",
    ],
    [
      'Markam',
      'Markama markamla markamlarımızdaki markamdakiler markamınki markammış markamdır markammı markamdaydı markamsız',
    ],
    [
      'Markam',
      "Mar\u200bkam Маrkаm #Markam #MarkamıBoykotEt #boykotmarkam @markamdestek www.markam.com markam-iade.com Markam'cığım",
    ],
    ['kitap', 'kitabı kitaplar kitaba kitabımdan KİTABINI'],
    ['renk', 'rengi renkler renge rengimiz'],
    ['ağaç', 'ağacı agaci ağaçlar AĞAÇTAN'],
    ['kanat', 'kanadı kanatlar kanada'],
    ['şehir', 'şehrin şehirler şehrimiz'],
    ['hat', 'hattım hatlar hattımdan'],
    ['su', 'suyu suyumuz sular su'],
    ['Arçelik', "Arçeliğin arceligi Arçelik'i Arçelikten ARÇELİĞİN"],
    ['sikayet', 'şikâyet ŞİKÂYETİM şikayetçi sikayetler'],
    ['şikâyet', 'sikayet şikayetler Şikâyetim'],
    ['şık', 'şık sik ŞIK'],
    [
      'Çiçekdefteri',
      "çiçekdefterinden Cicekdefterine çiçekdefteri'nden çiçekdefterim ÇİÇEKDEFTERİNDEN cicekdefteri.com",
    ],
    ["Markam's", "Markams'tan Markam'stan Markam's markams"],
    ['Markgoogle', "Markgoogle'ın markgoogleın markgoogledan"],
    ['mrk', 'mrknin mrkden MRK mrka'],
    ['m11', "m11'den M11den m11.com"],
    ['markam.net', "markam.net'ten https://www.markam.net/is ilan.markam.net"],
    ['mark*', 'markası MARKETTE mark'],
    ['=Markam', "Markam Markam'dan #Markam"],
    ['#markam', '#Markam markam'],
    ['kontrol', 'kontrolü kontrolden'],
  ];
  it.each(forms)('%s is found in each of: %s', (query, words) => {
    for (const word of words.split(' '))
      expect({ word, matched: matches(query, word) }).toEqual({ word, matched: true });
  });

  const others: [string, string][] = [
    [
      'Markam',
      "markalar marka markamat markambar markamera markamün markamlerde markamden marka'mdan demarkam markamıza",
    ],
    ['vatan', 'vatandaş vatansever'],
    ['kitap', 'kitabevi kitapçık kitab kitabtan'],
    ['renk', 'reng rengarenk'],
    ['şık', 'sığ sıkış'],
    ['su', 'sus sut'],
    ['=Markam', 'markam MARKAM Markamın'],
    ["Markam's", 'markam'],
    ['kar', 'kart karga karne karga'],
  ];
  it.each(others)('%s is found in none of: %s', (query, words) => {
    for (const word of words.split(' '))
      expect({ word, matched: matches(query, word) }).toEqual({ word, matched: false });
  });

  it('tells words apart that differ in their dots when both sides show dots', () => {
    expect(matches('kışın', 'kisin')).toBe(true);
    expect(matches('kisin', 'kışın')).toBe(true);
    expect(matches('kışın', 'kısın')).toBe(false);
    expect(matches('müşteri', 'müsteri hizmetlerı')).toBe(true);
  });

  it('forgives missing dots of a word with a twin only where nobody sets dots', () => {
    expect(matches('ölüm', 'olum haberi geldi')).toBe(true);
    expect(matches('ölüm', 'oğlum olum haberi')).toBe(false);
    expect(matches('ısınma', 'isinma sorunu')).toBe(true);
    expect(matches('ısınma', 'isinma değil')).toBe(false);
    expect(matches('Sürat', 'suratını astı')).toBe(false);
    expect(matches('kır', 'kirde kalma')).toBe(false);
    expect(matches('sik', 'şık')).toBe(false);
    expect(matches('şikayet', 'sikayet ettim, değişmedi')).toBe(true);
    expect(matches('ŞIK', 'şık')).toBe(true);
  });
});

describe('a query', () => {
  it('finds phrases with a suffix on the last word, glued together, and never across title and text', () => {
    for (const text of [
      "Mavi Markam'dan",
      'mavi markamla',
      '#MaviMarkam',
      "mavimarkam'ya",
      '@mavimarkam',
      'Mavi\nMarkam',
    ]) {
      expect({ text, matched: matches('"Mavi Markam"', text) }).toEqual({ text, matched: true });
    }
    expect(matches('"Mavi Markam"', 'mavi bir markam')).toBe(false);
    expect(compileQuery('"Mavi Markam"').match({ title: 'Mavi', text: 'Markam' }).matched).toBe(false);
  });

  it('combines words', () => {
    const texts = ['a b', 'a c', 'b c', 'c'].map((text) =>
      text.replaceAll(/[abc]/g, (x) => ({ a: 'elma', b: 'armut', c: 'kiraz' })[x] ?? ''),
    );
    const found = (query: string) => texts.filter((text) => matches(query, text)).map((text) => texts.indexOf(text));
    expect(found('elma armut')).toEqual([0]);
    expect(found('elma OR kiraz')).toEqual([0, 1, 2, 3]);
    expect(found('elma -kiraz')).toEqual([0]);
    expect(found('(elma VEYA armut) VE kiraz')).toEqual([1, 2]);
    expect(found('kiraz DEĞİL (elma | armut)')).toEqual([3]);
    expect(found('elma armut OR kiraz NOT elma')).toEqual([0, 2, 3]);
  });

  it('asks for title, site, author, language and channel', () => {
    const input = {
      title: 'Markam iade',
      text: 'kargo',
      url: 'https://www.forum.markam.com/x',
      authorHandle: 'Ali_Veli',
      language: 'tr-TR',
      channel: 'news' as const,
    };
    const holds = (query: string) => compileQuery(query).match(input).matched;
    for (const query of [
      'title:markam',
      'başlık:"markam iade"',
      'site:markam.com',
      'site:forum',
      'author:@ali_veli',
      'yazar:ali*',
      'lang:tr',
      'kanal:haber',
      'channel:news kargo',
    ]) {
      expect({ query, holds: holds(query) }).toEqual({ query, holds: true });
    }
    for (const query of [
      'title:kargo',
      'site:arkam.com',
      'author:ali',
      'lang:en',
      'channel:social',
      'kargo -site:markam.com',
    ]) {
      expect({ query, holds: holds(query) }).toEqual({ query, holds: false });
    }
  });

  it('finds words near each other, in any order, not across title and text', () => {
    const found = (query: string, text: string, title?: string) =>
      compileQuery(query).match({ text, ...(title ? { title } : {}) }).matched;
    expect(found('Markam near/1 iade', "Markam'dan iadem gelmedi")).toBe(true);
    expect(found('iade yakın/1 Markam', "Markam'dan iadem gelmedi")).toBe(true);
    expect(found('Markam near/2 iade', 'Markam bugün bana iade etti')).toBe(false);
    expect(found('Markam near/3 iade', 'Markam bugün bana iade etti')).toBe(true);
    expect(found('Markam near/9 iade', 'iade gelmedi', 'Markam')).toBe(false);
    expect(found('(Markam OR "mavi dolap") NEAR/2 (iade OR para)', 'mavi dolabım paramı yedi')).toBe(true);
    expect(found('kargo near/1 kargo', 'kargo')).toBe(false);
    const text = 'iade dedim, uzun bir süre sonra Markam iademi yaptı';
    const { spans } = compileQuery('Markam near/2 iade').match({ text });
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(['Markam', 'iademi']);
  });

  it('leaves conditions open that the mention does not answer yet', () => {
    const matches = (query: string, types: ('fraud' | 'praise')[] | null) =>
      compileQuery(query).match({ text: 'Markam', types }).matched;
    for (const query of ['Markam type:fraud', 'Markam -type:fraud', 'Markam tür:fraud'])
      expect(matches(query, null)).toBe(true);
    expect([matches('Markam type:fraud', ['fraud']), matches('Markam type:fraud', ['praise'])]).toEqual([true, false]);
    expect([matches('Markam -type:fraud', ['fraud']), matches('Markam -type:fraud', [])]).toEqual([false, true]);
  });

  it('takes beginnings inside phrases and exact phrases', () => {
    expect(matches('"iad* talep*"', 'iadeler talepleri')).toBe(true);
    expect(matches('"iad* talep"', 'iadeler alındı talep')).toBe(false);
    expect(matches('="Mavi Markam"', "Mavi Markam'dan")).toBe(true);
    expect(matches('="Mavi Markam"', 'mavi markam')).toBe(false);
  });

  it('gives spans in title and text together, of whole words', () => {
    const { spans } = compileQuery('Markam OR iade OR yok').match({ title: '👍 Markam’da', text: 'İadem gecikti' });
    const full = '👍 Markam’da\nİadem gecikti';
    expect(spans.map((span) => [full.slice(span.start, span.end), span.term])).toEqual([
      ['Markam’da', 'Markam'],
      ['İadem', 'iade'],
    ]);
  });

  it('says why in one sentence', () => {
    const matcher = compileQuery('Markam (iade OR kargo) -çekiliş');
    expect(matcher.match({ text: "Markam'dan iade gelmedi" }).why).toBe(
      "Eşleşti: “Markam'dan” geçiyor, “iade” geçiyor, “çekiliş” geçmiyor.",
    );
    const near = compileQuery('Markam near/2 iade');
    expect(near.match({ text: 'Markam iade' }).why).toBe(
      'Eşleşti: “Markam” ile “iade” en çok 2 sözcük arayla geçiyor.',
    );
    expect(near.match({ text: 'Markam bana bugün iade' }).why).toBe(
      'Eşleşmedi: “Markam” ile “iade” 2 sözcükten daha uzak.',
    );
    expect(near.match({ text: 'Markam' }).why).toBe('Eşleşmedi: “iade” geçmiyor.');
    expect(matcher.match({ text: 'Markam' }, 'en').why).toBe(
      'Did not match: “iade” does not occur, “kargo” does not occur.',
    );
  });

  it('never finds anything in hostile text that is not there, and its spans stay inside', () => {
    const matcher = compileQuery('Markam OR "mavi dolap" OR iade*');
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({ unit: fc.constantFrom(..."markamMAVİ dolapıiade'#@.-:/w👍") }),
        (a, b) => {
          const full = `${a}\n${b}`;
          for (const span of matcher.match(a === '' ? { text: full } : { title: a, text: b }).spans) {
            expect(span.start).toBeGreaterThanOrEqual(0);
            expect(span.end).toBeGreaterThan(span.start);
            expect(span.end).toBeLessThanOrEqual(full.length);
          }
        },
      ),
    );
  });
});

describe('many queries', () => {
  it('decide like single ones', () => {
    const queries = [
      'Markam',
      'markam -iade',
      '"mavi dolap" OR kitap',
      'site:x.com',
      'title:iade',
      '=Mavi',
      'ki*',
      'su OR şehir',
      'markam near/2 iade',
      '-markam iade',
      '(markam OR site:x.com) -kitap',
      'mavi (markam OR (dolap -iade))',
    ];
    const many = compileQueries(queries.map((query) => ({ id: query, query })));
    const words = fc.constantFrom(
      'Markamdan',
      'mavi',
      'Mavi',
      'dolabın',
      'iade',
      'kitabı',
      'şehri',
      'suyu',
      '#MaviDolap',
      'x',
    );
    const text = fc.array(words, { maxLength: 6 }).map((list) => list.join(' '));
    fc.assert(
      fc.property(text, text, fc.constantFrom(null, 'https://x.com/1'), (title, body, url) => {
        const input = { title, text: body, url };
        const expected = queries.flatMap((query) => {
          const { matched, spans } = compileQuery(query).match(input);
          return matched ? [{ id: query, spans }] : [];
        });
        expect(many.match(input)).toEqual(expected);
      }),
    );
  });

  it('go on when one of them cannot be read', () => {
    const many = compileQueries([
      { id: 'bad', query: '(markam' },
      { id: 'good', query: 'markam' },
    ]);
    expect(many.errors.map(({ id, error }) => [id, error.code])).toEqual([['bad', 'query.invalid']]);
    expect(many.match({ text: 'markam' }).map(({ id }) => id)).toEqual(['good']);
  });
});

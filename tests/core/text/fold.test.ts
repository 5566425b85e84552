import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldWithMap, lowerTr } from '../../../core/text/fold.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(..."İIıişŞçÇğĞüÜöÖâÂîûéñ’'´ \t\n\u0307\u0302\u200bﬁ𝐌👍🏽ß…™A") }),
);

describe('fold', () => {
  it.each([
    ['ŞİKÂYET', 'sikayet'],
    ['Iğdır’ın ılık IŞIĞI', "igdir'in ilik isigi"],
    ['Markam`dan Markam´dan Markam‘dan Markamʼdan', "markam'dan markam'dan markam'dan markam'dan"],
    ['  çok \n\t boş\u00a0\u2003yer ', 'cok bos yer'],
    ['Mar\u200bk\u00adam\u202e', 'markam'],
    ['Маrкаm', 'markam'],
    ['ΜΑRΚΑΜ', 'markam'],
    ['𝐌𝐚𝐫𝐤𝐚𝐦 Ｍａｒｋａｍ', 'markam markam'],
    ['Markam®’ın Markam™', "markam'in markam"],
    ['“söz” – uzun—çizgi…', '"soz" - uzun-cizgi...'],
    ['Straße Łódź Ærø', 'strasse lodz aero'],
    ['', ''],
    [' \u200b ', ''],
  ])('folds %j to %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => fold(fold(text)) === fold(text)),
      { numRuns: 2000 },
    );
  });

  it('is the same for composed and decomposed text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same for Turkish upper and lower case', () => {
    const turkish = fc.string({
      unit: fc.constantFrom(..."abcçdefgğhıijklmnoöprsştuüvyzâîû' ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ"),
    });
    fc.assert(
      fc.property(turkish, (text) => {
        expect(fold(text.toLocaleUpperCase('tr'))).toBe(fold(text));
        expect(fold(text.toLocaleLowerCase('tr'))).toBe(fold(text));
        expect(lowerTr(text)).toBe(text.toLocaleLowerCase('tr'));
      }),
    );
  });
});

describe('foldWithMap', () => {
  it('folds like fold, and its offsets rise and stay inside the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { folded, at } = foldWithMap(text);
        expect(folded).toBe(fold(text));
        let last = 0;
        for (let i = 0; i <= folded.length; i++) {
          expect(at(i)).toBeGreaterThanOrEqual(last);
          last = at(i);
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('leads back to the original letters', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const text = `${before} Markâm’dan ${after}`;
        const { folded, at } = foldWithMap(text);
        const start = folded.indexOf("markam'dan");
        expect(fold(text.slice(at(start), at(start + 6)))).toContain('markam');
      }),
    );
  });

  it('counts a combining mark to the letter before it', () => {
    const { folded, at } = foldWithMap('  cafe\u0301  ');
    expect(folded).toBe('cafe');
    expect([at(0), at(4)]).toEqual([2, 7]);
  });
});

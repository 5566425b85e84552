import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPii, isCard, isTckn, isTurkishIban } from '../../analyzers/pii.ts';
import { maskSpans } from '../../pipeline/mask.ts';

const kinds = (text: string): string[] => findPii(text).map((span) => span.kind);

/** Nine digits made into a valid identity number: the two check digits computed from the definition. */
function tckn(nine: string): string {
  const d = [...nine].map(Number);
  const odd = d[0]! + d[2]! + d[4]! + d[6]! + d[8]!;
  const even = d[1]! + d[3]! + d[5]! + d[7]!;
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return nine + tenth + ((odd + even + tenth) % 10);
}

describe('personal data in a text', () => {
  it('accepts an identity number whose two check digits hold and refuses any other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100_000_000, max: 999_999_999 }), (nine) => {
        const valid = tckn(String(nine));
        const wrong = valid.slice(0, 10) + ((Number(valid[10]) + 1) % 10);
        return isTckn(valid) && !isTckn(wrong);
      }),
    );
  });

  it('finds the IBAN of the standard only while its remainder is one', () => {
    expect(isTurkishIban('TR33 0006 1005 1978 6457 8413 26')).toBe(true);
    expect(isTurkishIban('TR33 0006 1005 1978 6457 8413 27')).toBe(false);
    expect(kinds('param TR33 0006 1005 1978 6457 8413 26 hesabına gitti')).toEqual(['iban']);
    expect(kinds('param tr330006100519786457841326 hesabına gitti')).toEqual(['iban']);
  });

  it('finds a card number that passes Luhn and leaves order numbers alone', () => {
    expect(isCard('4111 1111 1111 1111')).toBe(true);
    expect(kinds('kartım 4111-1111-1111-1111 idi')).toEqual(['card']);
    expect(kinds('sipariş no 4111111111111112')).not.toContain('card');
  });

  it('finds phones in the ways people write them', () => {
    for (const phone of ['0532 123 45 67', '+90 532 123 45 67', '05321234567', '(532) 123 45 67', '0 212 444 55 66'])
      expect(kinds(`beni ${phone} numarasından arayın`), phone).toContain('phone');
  });

  it('takes prices, times and dates for what they are', () => {
    expect(kinds('12.500,00 TL ödedim, 24.11.2026 14:30, 34 AB 5 değil, 20 GB 1500')).toEqual([]);
  });

  it('finds plates and mail addresses', () => {
    expect(kinds('34 ABC 123 plakalı araç')).toEqual(['plate']);
    expect(kinds('ayse.yilmaz@ornek.example adresine yazın')).toEqual(['email']);
  });

  it('finds order numbers by the words around them, and only the number', () => {
    for (const [text, number] of [
      ['sipariş no: 88231745 hâlâ yok', '88231745'],
      ['Kargo takip numaram TR-4471902 kayıp', 'TR-4471902'],
      ['12971712 numaralı paketim kayıp', '12971712'],
    ] as const) {
      const spans = findPii(text);
      expect(spans.map((span) => [span.kind, text.slice(span.start, span.end)])).toEqual([['order', number]]);
    }
    expect(kinds('2 numaralı sipariş ve 12 no’lu masa')).toEqual([]);
  });

  it('finds an address only with its house number', () => {
    expect(kinds('adresim Gül Mah. Lale Sok. No: 5 Daire 3')).toEqual(['address']);
    expect(kinds('Lale Sokak boyunca elektrik yok')).toEqual([]);
  });

  it('gives spans that hold exactly the found text, in order and without overlap', () => {
    const text = 'mail a@b.example tel 0532 123 45 67 iban TR330006100519786457841326';
    const spans = findPii(text);
    expect(spans.map((span) => text.slice(span.start, span.end))).toEqual([
      'a@b.example',
      '0532 123 45 67',
      'TR330006100519786457841326',
    ]);
  });

  it('never gives overlapping or empty spans, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'TR0123456789 @.-+()ABşi') }), (text) => {
        let last = 0;
        for (const span of findPii(text)) {
          if (span.start < last || span.end <= span.start || span.end > text.length) return false;
          last = span.end;
        }
        return true;
      }),
    );
  });

  it('finds what was masked again, and masking twice changes nothing', () => {
    const texts = [
      'param TR33 0006 1005 1978 6457 8413 26 hesabına gitti',
      'kartım 4111-1111-1111-1111 idi',
      'beni +90 532 123 45 67 ya da 0212 444 55 66 numarasından arayın',
      'ayse.yilmaz@ornek.example adresine yazın',
      '34 ABC 123 plakalı araç',
      'sipariş no: 88231745 hâlâ yok',
      'adresim Gül Mah. Lale Sok. No: 5 Daire 3',
      `kimliğim ${tckn('123456789')}`,
    ];
    for (const text of texts) {
      const spans = findPii(text);
      const masked = maskSpans(text, spans);
      expect(spans.length, text).toBeGreaterThan(0);
      expect(findPii(masked).length, masked).toBe(spans.length);
      expect(maskSpans(masked, findPii(masked))).toBe(masked);
      for (const { start, end } of spans) expect(masked.slice(start, end)).not.toMatch(/\d/);
    }
  });

  it('leaves no digit in what was found, and the length as it was, whatever the text', () => {
    const piece = fc.constantFrom(...'TR0123456789 @.-+()ABşi•', 'no: ', 'a@b.example', '0532 123 45 67', 'Lale Sok. ');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }).map((all) => all.join('')),
        (text) => {
          const spans = findPii(text).filter(({ kind }) => kind !== 'email');
          const masked = maskSpans(text, spans);
          return masked.length === text.length && spans.every(({ start, end }) => !/\d/.test(masked.slice(start, end)));
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSignature } from '../../../core/text/signature.ts';
import { compareSignatures, fingerprint, MAX_BANDS, similarity } from '../../../core/text/similarity.ts';

const COMPLAINT =
  'Geçen hafta Markam sitesinden aldığım kahve makinesi kırık geldi, iade talebim üç kez reddedildi ve paramı hâlâ ' +
  'alamadım. Müşteri temsilcisi her aramada başka bir şey söylüyor.';

const alike = (a: string, b: string) => {
  const [left, right] = [a, b].map((text) => readSignature(fingerprint(null, text).signature));
  return left && right ? compareSignatures(left, right) : null;
};
const words = fc.array(
  fc.constantFrom(
    ...'markam kargo iade kahve makinesi kırık geldi param yok çok güzel 12 @ali #markam https://a.com/uzun-bir-adres 👍'.split(
      ' ',
    ),
  ),
  { maxLength: 60 },
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  words.map((list) => list.join(' ')),
);

describe('a signature', () => {
  it('is the same for the same text and gives the highest likeness', () => {
    fc.assert(
      fc.property(text, (value) => {
        const { signature, bands } = fingerprint(null, value);
        expect(fingerprint(null, value)).toEqual({ signature, bands });
        expect(similarity(signature, signature)).toBe(1);
        expect(bands.length).toBeLessThanOrEqual(MAX_BANDS);
      }),
    );
  });

  it('compares the same both ways, between 0 and 1', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [x, y] = [fingerprint(null, a).signature, fingerprint(null, b).signature];
        expect(similarity(x, y)).toBe(similarity(y, x));
        expect(similarity(x, y)).toBeGreaterThanOrEqual(0);
        expect(similarity(x, y)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is short however long the text is, and a damaged one is like nothing', () => {
    const long = `${COMPLAINT} `.repeat(2000) + 'x'.repeat(100_000);
    expect(fingerprint(null, long).signature.length).toBeLessThan(400);
    expect(readSignature('')).toBeNull();
    expect(readSignature('9.abc')).toBeNull();
    expect(similarity('', fingerprint(null, COMPLAINT).signature)).toBe(0);
  });
});

describe('a copy', () => {
  it.each([
    ['typed without Turkish letters', COMPLAINT.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ı', 'i')],
    ['in capitals', COMPLAINT.toLocaleUpperCase('tr')],
    ['as a retweet', `RT @birisi: ${COMPLAINT}`],
    ['with a link behind', `${COMPLAINT} https://t.co/AbC123`],
    ['with a greeting and a wish', `Merhaba, iyi günler. ${COMPLAINT} Kolay gelsin, teşekkürler.`],
    ['with handles before it', `@markam @markamdestek ${COMPLAINT}`],
    ['with a cloud of tags behind', `${COMPLAINT} #a #b #c #d`],
  ])('%s is the very same', (_, copy) => {
    expect(alike(COMPLAINT, copy)).toEqual({ score: 1, isCopy: true });
  });

  it.each([
    ['with another number', COMPLAINT.replace('üç', '5'), 0.8],
    ['with words left out', COMPLAINT.replace('kahve ', '').replace('hâlâ ', ''), 0.6],
    ['cut off', `${COMPLAINT.slice(0, 120)}…`, 0.5],
    ['quoted with a comment', `Arkadaşlar bunu herkes görsün lütfen: "${COMPLAINT}"`, 0.6],
  ])('%s is alike', (_, copy, least) => {
    const found = alike(COMPLAINT, copy);
    expect(found?.isCopy).toBe(true);
    expect(found?.score).toBeGreaterThan(least);
    expect(found?.score).toBeLessThan(1);
  });

  it('shares a band with its original', () => {
    const bandsOf = (value: string) => fingerprint(null, value).bands;
    const copy = COMPLAINT.replace('kahve ', '').replace('hâlâ ', '').replace('üç', '4');
    expect(bandsOf(copy).filter((band) => bandsOf(COMPLAINT).includes(band)).length).toBeGreaterThan(0);
  });
});

describe('different texts', () => {
  it.each([
    ['teşekkürler', 'Teşekkürler!'],
    ['Çok güzel bir ürün, tavsiye ederim', 'çok güzel bir ürün tavsiye ederim'],
    ['👍👍', '👍👍'],
    ['', ''],
  ])('that say nothing of their own are no copies: %s', (a, b) => {
    expect(alike(a, b)?.isCopy).toBe(false);
    expect(fingerprint(null, a).bands).toEqual([]);
  });

  it('of two customers with the same trouble are not alike', () => {
    const other =
      'Markam sitesinden bir ay önce sipariş verdiğim kahve makinesi bozuk çıktı. İade talebim reddedildi, müşteri ' +
      'hizmetlerine ulaşamıyorum, paramın geri verilmesini istiyorum.';
    expect(alike(COMPLAINT, other)?.isCopy).toBe(false);
  });

  it('with a shared turn of phrase are not alike', () => {
    expect(alike('Markam internet paketim yine erken bitti', 'Markam internet paketim çok pahalı geldi')?.isCopy).toBe(
      false,
    );
  });
});

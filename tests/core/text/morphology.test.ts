// A small generator of Turkish noun forms, written from the grammar and not from the matcher: whatever it makes of a
// name must be found by the name, however it is typed.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../core/text/fold.ts';
import { compileQuery } from '../../../core/text/match.ts';

const VOWELS = 'aıoueiöü';
const lastVowel = (word: string) => [...word].filter((letter) => VOWELS.includes(letter)).at(-1) ?? 'e';
const twoWay = (word: string) => ('aıou'.includes(lastVowel(word)) ? 'a' : 'e');
const fourWay = (word: string) =>
  ({ a: 'ı', ı: 'ı', o: 'u', u: 'u', e: 'i', i: 'i', ö: 'ü', ü: 'ü' })[lastVowel(word)] ?? 'i';
const endsInVowel = (word: string) => VOWELS.includes(word.at(-1) ?? '');
const dental = (word: string) => ('fstkçşhp'.includes(word.at(-1) ?? '') ? 't' : 'd');
const afterVowel = (word: string, buffer: string) => (endsInVowel(word) ? buffer : '');

type Suffix = (word: string, isThird: boolean) => string;
const plural: Suffix = (word) => `${word}l${twoWay(word)}r`;
const owned: Record<string, Suffix> = {
  my: (word) => (endsInVowel(word) ? `${word}m` : `${word}${fourWay(word)}m`),
  your: (word) => (endsInVowel(word) ? `${word}n` : `${word}${fourWay(word)}n`),
  our: (word) => (endsInVowel(word) ? `${word}m${fourWay(word)}z` : `${word}${fourWay(word)}m${fourWay(word)}z`),
  its: (word) => `${word}${afterVowel(word, 's')}${fourWay(word)}`,
};
const cases: Record<string, Suffix> = {
  accusative: (word, isThird) => `${word}${isThird ? 'n' : afterVowel(word, 'y')}${fourWay(word)}`,
  dative: (word, isThird) => `${word}${isThird ? 'n' : afterVowel(word, 'y')}${twoWay(word)}`,
  locative: (word, isThird) => `${word}${isThird ? 'nd' : dental(word)}${twoWay(word)}`,
  ablative: (word, isThird) => `${word}${isThird ? 'nd' : dental(word)}${twoWay(word)}n`,
  genitive: (word, isThird) => `${word}${isThird ? 'n' : afterVowel(word, 'n')}${fourWay(word)}n`,
  instrumental: (word) => `${word}${afterVowel(word, 'y')}l${twoWay(word)}`,
};
const derived: Record<string, Suffix> = {
  maker: (word) => `${word}${dental(word) === 't' ? 'ç' : 'c'}${fourWay(word)}`,
  with: (word) => `${word}l${fourWay(word)}`,
  without: (word) => `${word}s${fourWay(word)}z`,
};

/** Names that keep their spelling, and nouns whose last consonant softens before a vowel. */
const NAMES = [
  'markam',
  'koltan',
  'zelova',
  'perdesan',
  'güroz',
  'tuluk',
  'sümbül',
  'dörtyol',
  'kınalı',
  'ebruca',
  'narteks',
];
const SOFT = [
  ['kitap', 'kitab'],
  ['ağaç', 'ağac'],
  ['renk', 'reng'],
  ['bebek', 'bebeğ'],
  ['dolap', 'dolab'],
  ['kanat', 'kanad'],
  ['şehir', 'şehr'],
  ['hat', 'hatt'],
] as const;

const chain = fc.record({
  derivation: fc.option(fc.constantFrom(...Object.keys(derived)), { freq: 4 }),
  isPlural: fc.boolean(),
  owner: fc.option(fc.constantFrom(...Object.keys(owned))),
  grammaticalCase: fc.option(fc.constantFrom(...Object.keys(cases))),
});
type Chain = typeof chain extends fc.Arbitrary<infer T> ? T : never;

function inflect(stem: string, { derivation, isPlural, owner, grammaticalCase }: Chain): string {
  let word = stem;
  if (derivation !== null) word = (derived[derivation] as Suffix)(word, false);
  if (isPlural) word = plural(word, false);
  if (owner !== null) word = (owned[owner] as Suffix)(word, false);
  if (grammaticalCase !== null) word = (cases[grammaticalCase] as Suffix)(word, owner === 'its');
  return word;
}

const typed: Record<string, (word: string) => string> = {
  'as it is': (word) => word,
  'in capitals': (word) => word.toLocaleUpperCase('tr'),
  'with a capital': (word) => word.charAt(0).toLocaleUpperCase('tr') + word.slice(1),
  'without dots': fold,
  'as a tag': (word) => `#${word}`,
};

const isFound = (query: string, text: string) => compileQuery(query).match({ text }).matched;

describe('a name with any Turkish suffixes', () => {
  it('is found, however it is typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), chain, fc.constantFrom(...Object.keys(typed)), (name, suffixes, how) => {
        const form = typed[how]?.(inflect(name, suffixes)) ?? '';
        expect({ name, form, isFound: isFound(name, `dün ${form} gördüm`) }).toEqual({ name, form, isFound: true });
      }),
      { numRuns: 2000 },
    );
  });

  it('is found behind any apostrophe', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), chain, fc.constantFrom(...`'’‘ʼ\`´′＇`), (name, suffixes, apostrophe) => {
        const form = inflect(name, suffixes);
        const written = form === name ? form : `${name}${apostrophe}${form.slice(name.length)}`;
        expect({ written, isFound: isFound(name, written) }).toEqual({ written, isFound: true });
      }),
      { numRuns: 1000 },
    );
  });

  it('is found when its last consonant softens or doubles before a vowel', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SOFT), chain, fc.boolean(), ([noun, soft], suffixes, isAscii) => {
        const plain = inflect(noun, suffixes);
        const next = plain.charAt(noun.length);
        // harmony looks at vowels only, so the form is built on the noun and its consonant exchanged
        const form = VOWELS.includes(next) && next !== '' ? soft + plain.slice(noun.length) : plain;
        const written = isAscii ? fold(form) : form;
        expect({ noun, written, isFound: isFound(noun, written) }).toEqual({ noun, written, isFound: true });
      }),
      { numRuns: 1000 },
    );
  });

  it('is not found with a vowel that breaks the harmony', () => {
    for (const form of ['markamden', 'markamün', 'markamler', 'güroze', 'zelovaye', 'perdesanden'])
      for (const name of NAMES) expect({ form, isFound: isFound(name, form) }).toEqual({ form, isFound: false });
  });
});

describe('another word', () => {
  it('is never found', () => {
    const other = fc
      .stringMatching(/^[a-zçğıöşü]{1,14}$/)
      .filter((word) => NAMES.every((name) => !fold(word).includes(fold(name).slice(0, 5))));
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), other, (name, word) => {
        expect({ word, isFound: isFound(name, word) }).toEqual({ word, isFound: false });
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['markam', 'marka markalar markan markamarket markamatik markambar demarkam'],
    ['vatan', 'vatandaş vatansever vatanperver'],
    ['kar', 'kart kargo karga kardeş karne'],
    ['elma', 'elmas elmacık2 elbise'],
    ['Getir', 'getirdi getirdim getirmiş getirecek getirtti getirilsin'],
    ['Bic', 'biçimde biçimi biçki'],
    ['ACE', 'acele acemi acente acenta'],
    ['BİM', 'bimekan bimba'],
    ['GAP', 'gaba gabar'],
    ['Havaş', 'havası havasında'],
    ['Cif', 'çift çifte çiftlik'],
    ['BirFatura', '"bir fatura"'],
    ['"Gön Deri"', 'gönderi gönderim'],
  ])('that only begins like %s is not found: %s', (query, words) => {
    for (const word of words.startsWith('"') ? [words] : words.split(' '))
      expect({ word, isFound: isFound(query, word) }).toEqual({ word, isFound: false });
  });
});

describe('a name in disguise', () => {
  it.each([
    ['Markam', 'm4rkam MARK4M Markaaam markammmm m@rkam Mаrkаm mar\u00adkam MarkamFatura İadeMarkamFatura Markam250gb'],
    ['dolandırıcı', 'd0landırıcı dolandır!cı dоlandırıcı dolandırıcııı DOLANDIRICI dolandirici'],
    ['Turkcell', 'Turkcellll turkkkcell'],
    ['Yemeksepeti', '"yemek sepeti" "yemek sepetinden" "Yemek Sepeti\'nden"'],
    ['MediaMarkt', '"media markt" "Media Markt\'tan" mediamarkt'],
    ['"Mavi Dolap"', '#MaviDolap @mavidolap mavidolaptan mavi-dolap.com #mavi_dolap'],
  ])('%s is found in %s', (query, forms) => {
    for (const [, quoted, plain] of forms.matchAll(/"([^"]+)"|(\S+)/g)) {
      const form = quoted ?? plain ?? '';
      expect({ form, isFound: isFound(query, `bugün ${form} yine`) }).toEqual({ form, isFound: true });
    }
  });
});

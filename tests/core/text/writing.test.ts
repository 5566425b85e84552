// The ways in which Turkish is written on the web, in one table: what a query must find and what it must not.

import { describe, expect, it } from 'vitest';
import { fold } from '../../../core/text/fold.ts';
import { compileQuery } from '../../../core/text/match.ts';
import { sentences, tokenize } from '../../../core/text/tokenize.ts';

const finds = (query: string, text: string) => compileQuery(query).match({ text }).matched;

describe('a query finds', () => {
  it.each([
    // look-alike letters and digits for letters
    ['dolandırıcı', 'bunlar dоlandırıcı'],
    ['dolandırıcı', 'd0land1r1c1 bunlar'],
    ['dolandırıcı', 'dol@ndırıcı çıktılar'],
    ['markam', 'M4RKAM rezalet'],
    ['markam', 'mаrkаm'],
    // apostrophes of every kind
    ['markam', "Markam'dan"],
    ['markam', 'Markam’dan'],
    ['markam', 'Markam`dan'],
    ['markam', 'Markam´dan'],
    ['markam', 'Markam ʼdan'],
    ['markam', "MARKAM'DAN"],
    // dots left out and put in
    ['şikâyet', 'sikayet ettim'],
    ['sikayet', 'ŞİKÂYETİM var'],
    ['ısınma', 'kombide isinma sorunu'],
    ['ısınma', 'ISINMA SORUNU'],
    ['ısınma', 'ısınmıyor değil ama ısınma yavaş'],
    // elongation, clitics
    ['çok', 'çooook kötü'],
    ['markam', 'markam da böyle'],
    ['markam', 'markamda'],
    ['markam', 'markam mı bu'],
    ['markam', 'markammış'],
    // softening, dropped vowels, buffer letters
    ['kitap', 'kitabım yırtık'],
    ['ağaç', 'ağacı kestiler'],
    ['renk', 'rengi soldu'],
    ['şehir', 'şehrimizde yok'],
    ['hak', 'hakkım yendi'],
    ['araba', 'arabanın boyası'],
    ['araba', 'arabayı aldım'],
    ['araba', 'arabasına'],
    // hashtags, handles, addresses
    ['markam', '#MarkamRezaleti'],
    ['markam', '@markamdestek'],
    ['markam', 'https://markam-iade.example'],
    ['"süratli kargo"', '#SüratliKargo'],
  ])('%s in %j', (query, text) => {
    expect(finds(query, text)).toBe(true);
  });

  it.each([
    ['markam', 'markalar birliği'],
    ['markam', 'markamatik'],
    ['ısınma', 'ışınma cihazı üşütüyor'],
    ['ısınma', 'ısınan ışınma cihazı'],
    ['kir', 'kırdım'],
    ['vatan', 'vatandaş'],
    ['şok', 'sokağın köşesi'],
    ['on', 'ön kapı'],
    ['kitap', 'kitle'],
  ])('%s only where it is meant, not in %j', (query, text) => {
    expect(finds(query, text)).toBe(false);
  });
});

it('cuts sentences at their ends and not at abbreviations, numbers and addresses', () => {
  const cut = (text: string) => sentences(text).map((sentence) => sentence.text);
  expect(cut('Dr. Ayşe geldi. 3. kattaydı! Neden? A.Ş. yazıyordu... bitti')).toEqual([
    'Dr. Ayşe geldi.',
    '3. kattaydı!',
    'Neden?',
    'A.Ş. yazıyordu...',
    'bitti',
  ]);
});

it('reads hashtags, handles, emoji, numbers and addresses as what they are', () => {
  const kinds = tokenize('#rezalet @markam 👍🏽 12,50 TL a@b.example https://x.example/y?z=1. bitti').map(
    ({ kind }) => kind,
  );
  expect(kinds).toEqual(['hashtag', 'mention', 'emoji', 'number', 'word', 'email', 'url', 'word']);
});

it('folds İ, I, ı, i and combining dots to one letter', () => {
  expect(new Set(['İADE', 'IADE', 'ıade', 'iade', 'i\u0307ade'].map(fold))).toEqual(new Set(['iade']));
});

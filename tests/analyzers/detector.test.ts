// eld on our own table says what eld says: the same n-grams and scores, so the same languages, reliability and scores.

import { eld } from 'eld/medium';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDetector } from '../../analyzers/detector.ts';
import type { Detector } from '../../analyzers/language.ts';

const TEXTS = [
  'Siparişim on gündür gelmedi, müşteri hizmetleri telefona bakmıyor.',
  'siparisim hala gelmedi rezalet bir firma',
  'The parcel never arrived and nobody answers the phone.',
  'Das Paket ist nie angekommen und niemand geht ans Telefon.',
  'Le colis n’est jamais arrivé et personne ne répond au téléphone.',
  'Посылка так и не пришла, на звонки никто не отвечает.',
  'لم تصل الطرود أبداً ولا أحد يرد على الهاتف',
  '荷物は届かず、電話にも誰も出ません。',
  'Bağlama heç vaxt gəlmədi, telefona cavab verən yoxdur.',
  'Pakken kom aldrig, og ingen tager telefonen.',
  'ok',
  '',
  '🙂🙂 12345 !!!',
  'a'.repeat(500),
  'şüphelilerdenmişsinizcesine'.repeat(20),
  '\ud800 \ud800x \udc00',
  'constructor __proto__ toString hasOwnProperty valueOf',
];

describe('the language detector', () => {
  let detector: Detector;
  beforeAll(async () => {
    detector = await openDetector();
  });

  it.each(TEXTS)('says of %j exactly what eld says', (text) => {
    const ours = detector.detect(text);
    const theirs = eld.detect(text);
    expect(ours.language).toBe(theirs.language);
    expect(ours.isReliable()).toBe(theirs.isReliable());
    expect(ours.getScores()).toEqual(theirs.getScores());
  });

  it('holds every n-gram of eld with its scores, and no other', async () => {
    const { readNgrams } = await import('../../analyzers/detector.ts');
    const { readFile } = await import('node:fs/promises');
    const file = new URL('../ngrams/medium.js', import.meta.resolve('eld/medium'));
    const { ngramsData } = (await import(file.href)) as {
      ngramsData: { languages: Record<string, string>; ngrams: Record<string, object> };
    };
    const { table, languages } = readNgrams(await readFile(file, 'utf8'));
    const wrong = Object.entries(ngramsData.ngrams).filter(
      ([ngram, scores]) => JSON.stringify(table.get(ngram)) !== JSON.stringify(scores),
    );
    expect(wrong).toEqual([]);
    expect(table.count).toBe(Object.keys(ngramsData.ngrams).length);
    expect(languages).toEqual(ngramsData.languages);
    expect(table.get('qqqqqq')).toBeUndefined();
  });

  it('refuses a file that is not eld’s table', async () => {
    const { readNgrams } = await import('../../analyzers/detector.ts');
    expect(() => readNgrams("export const ngramsData = {type:'M60',ngrams:{'abc ':{0:1}}}")).toThrow(/npm install/);
  });
});

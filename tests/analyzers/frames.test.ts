import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EvidenceReader } from '../../analyzers/evidence.ts';
import { loadModel } from '../../analyzers/model/load.ts';
import type { PatternHit } from '../../analyzers/patterns/match.ts';
import { rolesOf } from '../../analyzers/patterns/roles.ts';
import { TextReader } from '../../analyzers/text-view.ts';
import { brand, input, judgeText, typesIn } from './support.ts';

const texts = new TextReader();
const evidence = new EvidenceReader();

function read(full: string, of = brand('Telcanım')): { hits: readonly PatternHit[]; facts: readonly string[] } {
  return evidence.read(texts.read({ full, brand: of }), input(full));
}

const framesOf = (text: string): string[] =>
  read(text)
    .facts.filter((fact) => fact.startsWith('frame:'))
    .map((fact) => fact.slice(6));

function rolesIn(full: string, of = brand('Telcanım')): string[] {
  const { tokens } = texts.read({ full, brand: of });
  return rolesOf(tokens).map(({ role }) => role);
}

const surest = (text: string, id: string): number =>
  read(text).hits.find(({ pattern }) => pattern.id === id)?.confidence ?? 0;

describe('the part a brand plays', () => {
  it.each([
    ["Telcanım'dan arıyoruz, kodu okuyun", '#from-brand'],
    ['telcanımdan geldi', '#from-brand'],
    ['Telcanım müşteri hizmetlerinden yazdılar', '#from-brand'],
    ["Telcanım'a saldırdılar", '#to-brand'],
    ["Telcanım'ı hacklediler", '#to-brand'],
    ['Telcanım sunucularına sızmışlar', '#to-brand'],
    ["Telcanım'ın verileri", '#of-brand'],
    ['Telcanım numaramı bahis sitelerine satıyor', '#by-brand'],
    ['Telcanım adına mesaj atıyorlar', '#as-brand'],
    ['Telcanım adını kullanarak', '#as-brand'],
    ["Telcanım'mış gibi yazıyor", '#as-brand'],
    ['Telcanım görünümlü bir hesap', '#as-brand'],
    ['kendini Telcanım çalışanı olarak tanıtan biri', '#as-brand'],
    ['Telcanım temsilcisiymiş gibi konuştu', '#as-brand'],
    ["Telcanım'dan aradıklarını söylediler", '#as-brand'],
    ["Telcanım'danım diyen biri", '#as-brand'],
    ['Telcanım destek ekibindenim diye geldi', '#as-brand'],
    ['Telcanım çalışanıyım diyen biri', '#as-brand'],
    ['Telcanım eğitmeni olarak kendini tanıtan', '#as-brand'],
    ['Telcanım adlı hesap', '#as-brand'],
  ])('%s: %s', (text, role) => {
    expect(rolesIn(text)).toContain(role);
  });

  it.each([
    ['Telcanım', '#from-brand', 'a name without an ending'],
    ['Telcanım müşterilerine saldırdılar', '#to-brand', 'its customers are not the brand'],
    ['Telcanım iddialarını yalanladı', '#to-brand', 'what is said of it is not the brand'],
    ['Telcanım numaramı sitesine koydu', '#to-brand', 'what is the author’s is not the brand'],
    ["Telcanım'dan telefon aldım", '#as-brand', 'nobody called'],
    ["Telcanım'danım, şubede çalışıyorum", '#as-brand', 'an insider is no impostor'],
    ['Telcanım çalışanıyım, robot gibi yoruldum', '#as-brand', 'an insider is no impostor'],
    ['Telcanım isimli şirket', '#as-brand', 'the company itself'],
    ["Telcanım'da görünen bakiye", '#as-brand', 'nobody poses'],
    ['Telcanım çalışanıyım, üç yıldır depodayım', '#as-brand', 'an insider is no impostor'],
    ['Telcanım diye bir site numaramı satıyor', '#by-brand', 'another one does it'],
    ['dolandırıcı Telcanım, adi Telcanım', '#as-brand', 'adi is a word of abuse'],
  ])('%s: not %s, %s', (text, role) => {
    expect(rolesIn(text)).not.toContain(role);
  });

  it('does not take the end of a name for an ending', () => {
    expect(rolesIn('Vatan', brand('Vatan'))).toEqual([]);
    expect(rolesIn("Vatan'dan", brand('Vatan'))).toEqual(['#from-brand']);
    expect(rolesIn('Mavi Adadan', brand('Mavi Ada'))).toEqual(['#from-brand']);
  });
});

describe('what surrounds an act', () => {
  it.each([
    ['denied', 'Telcanım müşteri verilerini sızdırmadı', 'Telcanım müşteri verilerini sızdırdı'],
    ['denied', 'Telcanım veri sızıntısı iddialarını yalanladı', 'Telcanım veri sızıntısı iddialarını inceliyor'],
    ['denied', 'Böyle bir veri sızıntısı yok', 'Veri sızıntısı var, haberim yok sanıyorlar'],
    ['denied', 'Numaramı kimseyle paylaşmadılar', 'Numaramı kimseyle paylaşmadım'],
    ['denied', 'Dolandırıcılık sitesi değil', 'Sadece dolandırıcılık sitesi değil'],
    ['denied', 'Dolandırıcılık sitesi değil', 'Dolandırıcılık sitesi değil mi'],
    ['denied', 'Dolandırıcılık sitesi değil', 'Dolandırıldım, şaka değil'],
    ['denied', 'Telcanım verileri sızdırıldı haberi asılsız', 'Telcanım verileri sızdırıldı haberi çıktı'],
    ['heard', "Telcanım'ın verileri sızdırıldı diyorlar", "Telcanım'ın verileri sızdırıldı"],
    ['heard', "Güya Telcanım'ın verileri satılıyor", "Telcanım'ın verileri satılıyor"],
    ['heard', "Telcanım'ın verileri çalınmış", "Telcanım'ın verileri çalındı"],
    ['heard', "Telcanım'ın verileri çalınmış", 'Benim verilerim çalınmış, bilgilerim ortada'],
    ['quoted', '“Telcanım verileri sızdırıldı” başlığı gördüm', 'Telcanım verileri sızdırıldı'],
    ['quoted', "'Telcanım verileri sızdırıldı' haberi", "Telcanım'ın verileri sızdırıldı, Telcanım'ın"],
    ['quoted', 'dolandırıldık diye yazan biri', 'dolandırıldık yazıklar olsun'],
    ['asked', 'Telcanım verileri sızdırıldı mı', 'Telcanım verileri sızdırıldı'],
    ['asked', 'Telcanım verileri sızdırıldı, doğru?', 'Telcanım verileri sızdırıldı, doğru.'],
    ['conditional', 'Telcanım şarj cihazı patlarsa yangın çıkar', 'Telcanım şarj cihazı patladı, yangın çıktı'],
    ['figurative', 'Telcanım adeta dolandırıcı site', 'Telcanım dolandırıcı site'],
    ['screen', 'Dizinin son bölümünde Telcanım hacklendi', 'Bu sabah Telcanım hacklendi'],
    ['screen', 'Dizinin son bölümünde Telcanım hacklendi', 'Filmin ortasında hesabım hacklendi'],
    ['solved', 'Yetkisiz işlem yapıldı. Parayı geri aldım.', 'Yetkisiz işlem yapıldı. Parayı alamadım.'],
    ['author-victim', "Telcanım'dan verilerim sızmış", "Telcanım'dan müşteri verileri sızdı"],
    ['author-victim', 'Annemden kart bilgilerini yazın diye istediler', 'Sizden kart bilgilerini yazın diye isterler'],
    ['others-victim', 'Bir arkadaş Telcanım adına dolandırılmış', 'Telcanım adına dolandırıldım'],
    ['in-brands-name', 'Telcanım adına arayıp dolandırıyorlar', 'Telcanım dolandırıyor'],
    ['brand-victim', 'Telcanım sunucularına fidye yazılımı bulaştı', 'Sunuculara fidye yazılımı bulaştı'],
    ['brand-doer', 'Telcanım numaramı izinsiz satıyor', 'Numaramı izinsiz satıyorlar'],
    ['brands-own', "Telcanım'ın verileri satılıyor", 'Telcanım verileri satılıyor'],
    ['plain', "Telcanım'ın verileri satılıyor", "Telcanım'ın verileri satılıyor mu?"],
  ])('%s: "%s", and not: "%s"', (frame, text, other) => {
    expect(framesOf(text)).toContain(frame);
    expect(framesOf(other)).not.toContain(frame);
    expect(read(other).facts.join()).toMatch(/pattern:/);
  });

  it('says nothing about ordinary talk', () => {
    expect(framesOf("Telcanım'dan aldığım telefon çok iyi, tavsiye ederim diyorlar, doğru mu?")).toEqual([]);
  });

  it('weakens what is denied or told of a film', () => {
    const sure = surest('Telcanım verileri sızdırıldı', 'data-leak.leaked');
    expect(surest('Telcanım verileri sızdırılmadı', 'data-leak.leaked')).toBeLessThan(sure / 2);
    expect(surest('Filmde Telcanım verileri sızdırıldı', 'data-leak.leaked')).toBeLessThan(sure / 2);
  });

  it.each([
    'Telcanım verileri sızdırıldı diyorlar',
    '"Telcanım verileri sızdırıldı" yazmışlar',
    'Telcanım verileri sızdırıldı mı?',
  ])('weakens no rumour, quotation or question: %s', (text) => {
    expect(surest(text, 'data-leak.leaked')).toBe(surest('Telcanım verileri sızdırıldı', 'data-leak.leaked'));
  });

  it('takes no "yok" of the act itself, or of an answer, for a denial', () => {
    expect(surest('üç gündür internet yok', 'outage.now')).toBe(surest('üç gündür kesinti var', 'outage.now'));
    expect(surest('Dolandırıldım, muhatap yok', 'fraud.swindled')).toBe(surest('Dolandırıldım', 'fraud.swindled'));
    expect(surest('sahte hesap, bizim değil', 'fake-account.false-profile')).toBe(
      surest('sahte hesap', 'fake-account.false-profile'),
    );
  });
});

describe('patterns with roles', () => {
  it.each([
    ['fraud.as-brand-asks', "Telcanım'dan arayan biri annemden 40 bin lira para istedi", 'Telcanım para istedi'],
    ['fraud.as-brand-swindles', 'Telcanım çalışanı gibi davranıp kandırıyorlar', 'Telcanım bizi kandırıyor'],
    ['fraud.mine-emptied', 'hesabımı boşalttılar', 'hesabını boşalttılar'],
    ['fake-account.as-brand-writes', 'Telcanım kılığında bir hesap yorum yazıyor', 'Telcanım hesabına yorum yazdım'],
    ['impersonation-page.as-brand', 'Telcanım adına Telegram kanalı kurmuşlar', 'Telcanım Telegram kanalı kurmuş'],
    ['data-leak.mine-from-brand', "Numaram Telcanım'dan dolandırıcılara sızmış", "Numaram Telcanım'da kayıtlı"],
    ['data-leak.brand-sells', 'Telcanım numaramı reklamcılara satıyor', 'Telcanım bana numara veriyor'],
    ['data-leak.of-its-people', 'Telcanım müşterilerinin adresleri telegramda', 'Müşterilerinin adresleri telegramda'],
    ['data-leak.opened-in-my-name', 'adıma üç hat açılmış', 'yeni hat açılmış'],
    ['data-leak.who-sold-mine', 'bilgilerimi kaça sattınız', 'bilgilerimi istediniz'],
    ['fake-account.as-brand-unknown', 'Telcanım rehberiyim diye gelmiş, öyle biri yok', 'Telcanım iyi, öyle biri yok'],
    ['corporate-attack.brand-hacked', 'Telcanım hacklendi', 'Telcanım hattım hacklendi'],
    ['corporate-attack.on-brand', "Telcanım'a siber saldırı düzenlendi", 'Telcanım siber saldırı raporu yayınladı'],
  ])('%s finds "%s", and not "%s"', (id, text, other) => {
    const idsIn = (full: string) => read(full).hits.map(({ pattern }) => pattern.id);
    expect(idsIn(text)).toContain(id);
    expect(idsIn(other)).not.toContain(id);
  });
});

describe('frames in a judgement', () => {
  it('still hears a rumour, and believes it less than an account of one’s own', async () => {
    const heard = 'Telcanım müşteri veritabanı forumda satılıyor diyorlar, ad soyad TC hepsi var';
    expect(await typesIn(heard, { channel: 'social' })).toContain('data-leak');
    const rumour = await judgeText(heard, { channel: 'social' });
    const account = await judgeText(heard.replace(' diyorlar', ''), { channel: 'social' });
    expect(rumour.severity.parts.credibility).toBeLessThan(account.severity.parts.credibility);
    expect(rumour.severity.level).toBe(3);
  });

  it('costs a model nothing that has not learned of them', async () => {
    const model = await loadModel('labels');
    const { features, facts } = evidence.read(texts.read({ full: 'metin', brand: null }), input('metin'));
    const plain = [...model.scores(features, facts)];
    expect([...model.scores(features, [...facts, 'frame:nobody-learned-this'])]).toEqual(plain);
  });

  it('keeps positions inside the text and confidences in bounds for any string', () => {
    const words =
      `Telcanım Telcanım'dan adına arıyoruz dolandırıldım sızdırmadı verileri " “ ” ' ’ « » \n ? . yok değil diye
      mi hacklendi filmde satılıyor kart bilgisi istediler geri aldım`.split(/ +/);
    const piece = fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 6 }));
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(' '));
    fc.assert(
      fc.property(text, (full) => {
        const view = texts.read({ full, brand: brand('Telcanım') });
        const { hits, facts } = evidence.read(view, input(full));
        const last = view.tokens.length - 1;
        expect(new Set(facts).size).toBe(facts.length);
        for (const { first, last: to, end, confidence } of hits) {
          expect(first).toBeGreaterThanOrEqual(0);
          expect(to).toBeGreaterThanOrEqual(first);
          expect(end).toBeGreaterThanOrEqual(to);
          expect(end).toBeLessThanOrEqual(last);
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThanOrEqual(1);
        }
        for (const { at } of rolesOf(view.tokens)) expect(at).toBeLessThanOrEqual(last);
      }),
    );
  });
});

// What the search engine of the sample web knows: a few pages about the invented shop and the order in which they stand for a
// question at a time. A pure function of time, so that the month before the demo can be told as well. All of it is invented.

import { DAY, SECOND } from '../core/clock.ts';
import { createRandom } from './random.ts';
import { TIMELINE } from './scenario.ts';

export interface IndexedPage {
  url: string;
  title: string;
  content: string;
}

/** After the crisis has begun: a thread of victims, then a report, come up in what people ask before they buy. */
export const VICTIMS_AT = TIMELINE.crisisAt + 20 * SECOND;
export const REPORT_AT = TIMELINE.peakAt + 15 * SECOND;

const page = (url: string, title: string, content: string): IndexedPage => ({ url: `https://${url}`, title, content });

const OWN = [
  page(
    'pazarlamacim.example/',
    'Pazarlamacım | Alışverişin kolayı',
    'Binlerce ürün, kapıya kadar kargo. Pazarlamacım resmî sitesi.',
  ),
  page(
    'pazarlamacim.example/yardim/iade',
    'İade ve değişim | Pazarlamacım Yardım',
    'Pazarlamacım siparişinizi 14 gün içinde ücretsiz iade edin. Adım adım iade kodu alma.',
  ),
];
const OTHERS = [
  page(
    'sikayet-kutusu.example/pazarlamacim',
    'Pazarlamacım şikayetleri - Şikayet Kutusu',
    'Pazarlamacım hakkında kullanıcı şikayetleri: geç kargo, iade kodu gelmedi. Çözüm oranı %71.',
  ),
  page(
    'alisverisrehberi.example/pazarlamacim-inceleme',
    'Pazarlamacım güvenilir mi? Ayrıntılı inceleme',
    'Pazarlamacım ile üç sipariş verdik: teslimat, iade ve destek nasıl işliyor? Olumlu ve olumsuz yanları.',
  ),
  page(
    'forum.evhali.example/konu/pazarlamacim-deneyimi',
    'Pazarlamacım deneyimi olan var mı? | Ev Hali Forum',
    'Pazarlamacım’dan küçük ev aleti almayı düşünüyorum, kullananlar yazabilir mi?',
  ),
  page(
    'ticaretnabzi.example/pazarlamacim-kampanya',
    'Pazarlamacım kasım kampanyasını açıkladı | Ticaret Nabzı',
    'Pazarlamacım kasım ayı indirim takvimini duyurdu.',
  ),
  page(
    'sozluk.example/pazarlamacim',
    'pazarlamacım - sözlük',
    'pazarlamacım başlığındaki girdiler: hızlı kargo, kutudan çıkan not.',
  ),
  page(
    'uygulamalar.example/pazarlamacim',
    'Pazarlamacım uygulaması',
    'Pazarlamacım: 4,3 yıldız, 120 bin indirme. Alışveriş uygulaması.',
  ),
  page(
    'hediyerehberi.example/pazarlamacim',
    'Pazarlamacım hediye fikirleri | Hediye Rehberi',
    'Pazarlamacım’dan seçilmiş hediye fikirleri: mutfak, kitap, oyuncak.',
  ),
  page(
    'ansiklopedi.example/wiki/pazarlamacim',
    'Pazarlamacım - Ansiklopedi',
    'Pazarlamacım, 2014’te kurulan çevrim içi alışveriş sitesidir.',
  ),
  page(
    'kariyer.example/pazarlamacim',
    'Pazarlamacım iş ilanları',
    'Pazarlamacım açık pozisyonlar: depo, müşteri hizmetleri, yazılım.',
  ),
  page(
    'karsilastir.example/pazarlamacim-sepetova',
    'Pazarlamacım mı Sepetova mı? Karşılaştırma',
    'Pazarlamacım ve Sepetova: fiyat, kargo süresi ve iade koşulları yan yana.',
  ),
];
const VICTIMS = page(
  'forum.evhali.example/konu/pazarlamacim-magdurlari',
  'Pazarlamacım mağdurları: ödeme alındı, sipariş yok',
  'Pazarlamacım kartımdan parayı çekti ama sipariş oluşmadı, destek cevap vermiyor. Paramı geri alamıyorum, mağdur oldum.',
);
const REPORT = page(
  'kiyipostasi.example/haber/pazarlamacim-odeme',
  'Pazarlamacım’da ödeme krizi: dolandırıldık diyorlar | Kıyı Postası',
  'Pazarlamacım müşterileri paralarının çekildiğini, siparişlerin oluşmadığını söylüyor; sahte iade sitesiyle dolandırıcılık uyarısı.',
);

/** How a question leans: which pages of the list it puts first. */
const LEANING: [RegExp, number[]][] = [
  [/şikayet|sikayet/i, [0, 2, 4, 1]],
  [/güvenilir|guvenilir/i, [1, 2, 9, 4]],
  [/dolandır|dolandir/i, [1, 0, 4, 2]],
  [/iade/i, [9, 0, 2, 1]],
  [/yorum/i, [5, 1, 2, 4]],
];

/** The first twelve pages for a question at a time, `startedAt` being the beginning of the demo. */
export function searchAt(question: string, at: number, startedAt: number, seed = 1): IndexedPage[] {
  const day = Math.floor(at / DAY);
  const random = createRandom(seed * 7919 + day * 31 + question.length);
  const leaning = LEANING.find(([words]) => words.test(question))?.[1] ?? [];
  const first = leaning.map((index) => OTHERS[index]).filter((found) => found !== undefined);
  const rest = OTHERS.filter((found) => !first.includes(found));
  const own = /iade/i.test(question) ? [...OWN].reverse() : OWN;
  const ranked = leaning.length === 0 ? [...own, ...rest] : [own[0], ...first, own[1], ...rest];
  const pages = ranked.filter((found) => found !== undefined);
  // Places change a little from day to day, as they do.
  const swapped = random.int(2, pages.length - 2);
  [pages[swapped], pages[swapped + 1]] = [pages[swapped + 1] as IndexedPage, pages[swapped] as IndexedPage];
  return risen(pages, question, at - startedAt).slice(0, 12);
}

function risen(pages: readonly IndexedPage[], question: string, elapsedMs: number): IndexedPage[] {
  const isAsking = LEANING.some(([words]) => words.test(question));
  const victims = elapsedMs >= VICTIMS_AT && isAsking ? [VICTIMS] : [];
  const report = elapsedMs >= REPORT_AT && /güvenilir|dolandır|şikayet/i.test(question) ? [REPORT] : [];
  const place = elapsedMs >= REPORT_AT ? 1 : 3;
  return [...pages.slice(0, place), ...report, ...victims, ...pages.slice(place)];
}

// Pieces that are put together into thousands of different ordinary posts: fourteen days of history, and the slow
// days after the crisis. Openings, middles and endings fit each other by mood. Written for this demo.

import type { Random } from './random.ts';
import { fill, filler, type Line, type Site } from './words.ts';

interface Kit {
  openings: readonly string[];
  middles: readonly string[];
  endings: readonly string[];
}

const KITS: Record<'praise' | 'question' | 'complaint' | 'neutral' | 'joke', Kit> = {
  praise: {
    openings: [
      'Pazarlamacım bu sefer şaşırttı,',
      'Hakkını vereyim Pazarlamacım,',
      'pazarlamacimdan memnunum,',
      '{il} kullanıcısı olarak yazıyorum, Pazarlamacım iyi iş çıkarıyor,',
      'Eşim önerdi, Pazarlamacım denedim,',
      'Uzun süredir Pazarlamacım kullanıyorum,',
      'Valla Pazarlamacım beklediğimden iyi çıktı,',
    ],
    middles: [
      '{urun} ertesi gün elimdeydi',
      '{tutar} liraya aldığım {urun} tam anlatıldığı gibi',
      '{no} numaralı siparişim sağlam paketlenmişti',
      'iade ettiğim {urun} için para {saat} saatte yattı',
      'destek ekibi {saat} dakikada döndü',
      'kurye arayıp saat sordu, öyle getirdi',
      'indirimle {urun} yarı fiyatına geldi',
      '{urun} yanında küçük bir hediye de çıktı',
    ],
    endings: [
      'teşekkürler.',
      'tavsiye ederim.',
      'böyle devam 👏',
      'emeğe saygı.',
      'herkese öneririm.',
      'iyi ki varsınız.',
      'eline sağlık.',
    ],
  },
  question: {
    openings: [
      'Pazarlamacım için sorum var:',
      'Merhaba, Pazarlamacım kullananlar,',
      'Bilen yazsın lütfen, Pazarlamacım’da',
      'pazarlamacim hakkinda soru,',
      'Yeni üyeyim, Pazarlamacım tarafında',
      'Selam, Pazarlamacım uygulamasında',
    ],
    middles: [
      '{urun} için taksit seçeneği var mı',
      '{il} teslimatı kaç gün sürüyor',
      '{no} numaralı siparişin faturası nereden alınıyor',
      'iade kodu kaç saatte geliyor',
      '{tutar} lira üstü kargo bedava mı',
      'teslimat saatini {saat} olarak seçebiliyor muyuz',
      '{urun} garantisi kaç yıl',
      'puanlar {gun} gün sonra siliniyor mu',
    ],
    endings: [
      '?',
      '? Şimdiden teşekkürler.',
      '? Bilgisi olan var mı?',
      ', bilen var mı?',
      '? Acelem yok, merak ettim.',
    ],
  },
  complaint: {
    openings: [
      'Pazarlamacım yine üzdü,',
      'Pazarlamacım’a kırgınım,',
      'pazarlamacim bu olmadi,',
      'Sayın Pazarlamacım,',
      'Pazarlamacım desteğe yazdım, hâlâ bekliyorum;',
      '{il} şubesinden rica ediyorum Pazarlamacım,',
    ],
    middles: [
      '{urun} {gun} gündür yolda',
      '{no} numaralı paketim kayıp görünüyor',
      '{urun} çizik geldi, değişim istiyorum',
      'iade param {gun} gündür yatmadı',
      '{tutar} liralık siparişte eksik ürün çıktı',
      'kurye {il} adresini bulamamış',
      'kupon sepette {tutar} lirada geçersiz oldu',
      '{saat} kez aradım, hatta bekletildim',
    ],
    endings: [
      'ilgilenir misiniz?',
      'çözüm bekliyorum.',
      'bir dönüş yapın artık.',
      'hayal kırıklığı.',
      'rica ediyorum düzeltin.',
      'pes diyorum.',
    ],
  },
  neutral: {
    openings: [
      'Bugün Pazarlamacım’da',
      'Pazarlamacım uygulamasında',
      'pazarlamacim sitesinde',
      'Gördüğüm kadarıyla Pazarlamacım’da',
      'Not olsun, Pazarlamacım’da',
    ],
    middles: [
      '{urun} {tutar} liraya düşmüş',
      '{il} için akşam teslimatı açılmış',
      '{urun} stoğu {gun} gün sonra yenileniyor',
      'favori listesine {urun} ekledim',
      '{saat} yeni kategori açılmış',
      '{gun} gün sürecek kampanya başlamış',
    ],
    endings: ['haberiniz olsun.', 'kaydettim.', 'bakalım.', 'ilgilenen baksın.', 'denk geldim.'],
  },
  joke: {
    openings: [
      'Pazarlamacım sepetim var ya,',
      'Ben Pazarlamacım ve cüzdanım:',
      'pazarlamacim bildirimi geldi,',
      'Kedim Pazarlamacım kutusunda,',
    ],
    middles: [
      '{urun} bana göz kırptı',
      '{tutar} lira uçtu gitti',
      '{gun} gündür kendimi tutuyorum',
      '{saat} kutu daha geldi',
      'zil çaldı, postacı sandım, dört kutu',
    ],
    endings: ['😂', 'kader.', 'mutluyum ama fakirim.', 'pişman değilim.', 'yine ben kaybettim.'],
  },
};

type Kind = keyof typeof KITS;

/** Ordinary talk is mostly neutral to friendly; about one post in six complains. */
const MIX: readonly [Kind, number][] = [
  ['praise', 0.28],
  ['question', 0.24],
  ['neutral', 0.2],
  ['complaint', 0.17],
  ['joke', 0.11],
];

function drawKind(random: Random): Kind {
  let left = random.next();
  for (const [kind, share] of MIX) {
    left -= share;
    if (left < 0) return kind;
  }
  return 'neutral';
}

/** One sentence or two on one matter, gaps filled: some thousand different ones per kind. `subject` is the matter alone. */
export function composeText(random: Random, kind: Kind): { text: string; subject: string } {
  const kit = KITS[kind];
  const subject = filler(random)(random.pick(kit.middles));
  const ending = random.pick(kit.endings);
  const joint = /^[?,]/.test(ending) ? '' : kind === 'joke' ? ', ' : '. ';
  const closing = joint === '. ' ? ending.charAt(0).toLocaleUpperCase('tr') + ending.slice(1) : ending;
  return { text: `${fill(random.pick(kit.openings), random)} ${subject}${joint}${closing}`, subject };
}

const HASHTAGS = ['#pazarlamacım', '#pazarlamacim', '#Pazarlamacım'] as const;
const REVIEWS: Record<'praise' | 'complaint' | 'joke', { title: string; stars: 1 | 2 | 3 | 4 | 5 }> = {
  praise: { title: 'Memnun kaldım', stars: 5 },
  complaint: { title: 'Olmamış', stars: 2 },
  joke: { title: 'Cüzdan düşmanı', stars: 4 },
};

/** A whole ordinary post for one of the sites. News are rare; see composeNews. */
export function composeLine(random: Random): Line {
  const site: Site = random.pick(['social', 'social', 'social', 'forum', 'forum', 'reviews', 'support']);
  const drawn = drawKind(random);
  if (site === 'reviews') {
    const kind = drawn === 'question' || drawn === 'neutral' ? 'praise' : drawn;
    return { site, mood: kind, ...REVIEWS[kind], text: composeText(random, kind).text };
  }
  // Nobody opens a ticket to joke or to pass on a price.
  const kind: Kind = site === 'support' && (drawn === 'joke' || drawn === 'neutral') ? 'question' : drawn;
  const { text, subject } = composeText(random, kind);
  if (site === 'social') return { site, mood: kind, text: `${text} ${random.pick(HASHTAGS)}` };
  if (site === 'forum') return { site, mood: kind, text, topic: `Pazarlamacım: ${subject}` };
  return { site, mood: kind, text };
}

const NEWS = [
  [
    'Pazarlamacım {il} için yeni teslimat noktası açtı',
    'Şirket, {il} merkezindeki noktanın haftanın her günü hizmet vereceğini ve {saat} kişiye iş sağladığını duyurdu.',
  ],
  [
    'Çevrim içi satışlarda {urun} öne çıktı',
    'Pazarlamacım verilerine göre {urun} satışları son {gun} günde arttı; en çok sipariş {il} ilinden geldi.',
  ],
  [
    'Pazarlamacım {gun} gün sürecek kampanyasını duyurdu',
    'Kampanyada {tutar} lira üzeri siparişlerde kargo ücreti alınmayacak. Sektörde rekabet kasımda kızışıyor.',
  ],
  [
    '{il} esnafı e-ticaret eğitimi aldı',
    'Pazarlamacım uzmanlarının verdiği eğitime {il} çarşısından onlarca esnaf katıldı.',
  ],
] as const;

/** A small, friendly piece of market news. */
export function composeNews(random: Random): Line {
  const [title, text] = random.pick(NEWS);
  const fillBoth = filler(random);
  return { site: 'news', mood: 'neutral', title: fillBoth(title), text: fillBoth(text) };
}

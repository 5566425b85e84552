// Invented names and everyday words for the training texts that generate.ts makes. No real company, person or address.

export const BRANDS: readonly string[] =
  `Alışkanat|Yelpazem|Norbank|Durukent|Çınarlı Market|Bulutcell|Hızırpak|Kumruköy|Tadındafırın|Paytürkay|Sefamgo|Lunabank|Evcimen|
  Kırlangıç Turizm|Mertavia|Dizimatik|Oyunbaz|Pervane Elektrik|Suvarya|Tohumcan|Gıdamar|Yıldıztel|Modabahçe|Kitapsever|Şifahan|
  Zeynepçe|Kuzeyray|Avantur|Beymoda|Cepsepet|Dalgaspor|Ekinbank|Fırtına Kargo|Gözdemiz|Halıdünya|Işıkhan|Jetyemek|Kalpakçı|
  Lalezen|Mutfakram|Nilüfer Su|Ortanca Sigorta|Pırılpak|Rüzgarnet|Sarmaşık|Tekerim|Uçurtma TV|Vadilim|Yaprakbank|Zirvemall|
  Aygaz Vadi|Bozkır Süt|Ceviz Akademi|Denizaltı Otel|Elvankent|Ferahfeza|Gümüşova|Hamarat|İncirli Kahve|Karanfilim|Tatlıpınar|
  Veldora|Quantel|Maviköşe|Trendiva|Softibebe|Pastelya|Robotik Ev|Kampüsüm|Sağlamoto`
    .split('|')
    .map((name) => name.trim());

/** Rivals that are named without being known. */
export const COMMON_NAMES: readonly string[] = ['Rakipsa', 'Ötekim', 'Komşupak', 'Karşıbank', 'Yenisel', 'Diğertel'];

/** How a brand is spoken of without its name. */
export const NO_NAME: readonly string[] = [
  'firma',
  'bu firma',
  'marka',
  'bu marka',
  'banka',
  'mağaza',
  'malum firma',
  'bu uygulama',
];

export const PEOPLE: readonly string[] =
  'Mert|Ayşe|Gökhan|Elif|Burak|Selin|Hakan|Derya|Onur|Zehra|Tolga|Pınar|Cem|Nazlı|Kerem|Sibel'.split('|');

export const SELLERS: readonly string[] =
  'ModaDiyarı34|HırdavatBaba|SaatÇarşısı|BebeDünyam|ElektroPark|Yılmaz Ticaret|OtoSes06'.split('|');

export const AMOUNTS: readonly string[] =
  '4.500 TL|on bin lira|8500 lira|12 bin lira|1.750 TL|60.000 TL|elli bin|249 lira|3 bin tl|yüz bin lira|14,90 TL|900 tl'.split(
    '|',
  );

export const SITE_WORDS: readonly string[] =
  'iade|outlet|indirim|kampanya|odeme|fatura|bilet|hediye|destek|kargo-takip|giris|magaza|sezonsonu|firsat|tr|online|teslimat|uyelik|puan'.split(
    '|',
  );

export const OPENERS: readonly string[] =
  'Arkadaşlar|ya|Selam|arkadaşlar merhaba|Bu ne arkadaş|Dün akşam oldu:|Uyarmak için yazıyorum|yeter artık|Merhabalar|Bakın|Duyanlar duymayanlara|Şaka gibi|hayırlı akşamlar|Başımdan geçeni anlatayım|bilginiz olsun'.split(
    '|',
  );

export const CLOSERS: readonly string[] =
  '😡|🙏|...|‼️|😂|Paylaşın|haberiniz olsun|ne diyeyim|teşekkürler|Pes|yazık|hadi bakalım|🤦|#rezalet|#dikkat|iyi forumlar|RT|saygılar'.split(
    '|',
  );

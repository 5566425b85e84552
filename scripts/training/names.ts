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

/** Things that people buy: in ordinary sentences they unlearn what a few dangerous texts made of them. */
export const GOODS: readonly string[] =
  `çocuk bisikleti|bisiklet|scooter|oyuncak araba|peluş ayı|yapboz|akülü araba|top|ip atlama seti|bebek arabası|
  oto koltuğu|mama sandalyesi|beşik|biberon|emzik|bebek maması|bebek bezi|park yatak|ranza|çocuk montu|
  okul çantası|suluk|boya kalemi|oyun hamuru|bebek telsizi|salıncak|trambolin|şişme havuz|şarj aleti|powerbank|
  şarj kablosu|batarya|pil|priz|uzatma kablosu|adaptör|telefon|telefon kılıfı|tablet|laptop|dizüstü|akıllı saat|
  kulaklık|hoparlör|televizyon|monitör|klavye|fare|yazıcı|modem|oyun konsolu|kamera|drone|hafıza kartı|
  tost makinesi|kahve makinesi|çay makinesi|su ısıtıcı|blender|mikser|fritöz|airfryer|fırın|mikrodalga|ocak|tüp|
  kombi|şofben|termosifon|elektrikli ısıtıcı|soba|elektrikli battaniye|ütü|saç kurutma makinesi|saç düzleştirici|
  tıraş makinesi|epilatör|süpürge|robot süpürge|çamaşır makinesi|bulaşık makinesi|kurutma makinesi|buzdolabı|
  derin dondurucu|klima|vantilatör|nem alma cihazı|davlumbaz|düdüklü tencere|tencere|tava|bıçak seti|
  bardak takımı|cam sürahi|termos|çaydanlık|tavuk|kıyma|köfte|sucuk|balık|süt|yoğurt|peynir|yumurta|ekmek|pirinç|
  makarna|konserve|zeytin|zeytinyağı|bal|reçel|çikolata|bisküvi|kuruyemiş|meyve suyu|su|kola|çay|kahve|
  hazır çorba|pizza|hamburger|döner|salata|pasta|dondurma|baharat|protein tozu|vitamin|krem|güneş kremi|şampuan|
  saç boyası|parfüm|ruj|rimel|oje|serum|makyaj çantası|deodorant|diş macunu|maske|tüy dökücü|kolonya|ilaç kutusu|
  lens|lastik|akü|fren balatası|silecek|motor yağı|kask|motosiklet eldiveni|araç kamerası|oto paspas|cam suyu|
  koltuk|yatak|gardırop|masa|sandalye|kitaplık|merdiven|avize|ampul|halı|perde|duşakabin|lavabo|musluk|cam masa|
  ayna|dolap|ofis koltuğu|matkap|testere|kaynak makinesi|çekiç|çim biçme makinesi|mangal|çadır|uyku tulumu|
  kamp ocağı|olta|çakı|el feneri|tüfek kılıfı|boya|vernik|yapıştırıcı|ayakkabı|bot|sneaker|terlik|mont|kaban|
  elbise|gelinlik|takım elbise|kazak|pantolon|tişört|çorap|pijama|şapka|gözlük|kol saati|kolye|yüzük|küpe|cüzdan|
  valiz|sırt çantası|spor ayakkabı|mayo|kitap|defter|dergi|gitar|piyano|bilet|otel rezervasyonu|uçak bileti|
  konser bileti|sigorta poliçesi|kredi kartı|internet paketi|numara taşıma|üyelik|hediye kartı|kedi maması|
  köpek tasması|akvaryum|kuş kafesi|çiçek|saksı`
    .split('|')
    .map((name) => name.trim());

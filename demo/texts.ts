// What people say about the invented shop on an ordinary day: praise, questions, complaints, jokes, namesakes, news.
// All of it is written for this demo. Nobody real is quoted and no real company is named.

import type { Line, Mood, Site } from './words.ts';

function lines(site: Site, mood: Mood, texts: readonly string[]): Line[] {
  return texts.map((text) => ({ site, mood, text }));
}

function topic(mood: Mood, title: string, texts: readonly string[]): Line[] {
  return texts.map((text) => ({ site: 'forum', mood, topic: title, text }));
}

function review(stars: 1 | 2 | 3 | 4 | 5, title: string, text: string): Line {
  return { site: 'reviews', mood: stars >= 4 ? 'praise' : stars === 3 ? 'neutral' : 'complaint', stars, title, text };
}

function news(outlet: number, title: string, text: string): Line {
  return { site: 'news', mood: 'neutral', outlet, title, text };
}

const SOCIAL: Line[] = [
  ...lines('social', 'praise', [
    'Dün gece sipariş verdim, bu sabah kapıda. #pazarlamacım sen bu işi biliyorsun 👏',
    'Pazarlamacım iade sürecini ilk defa bu kadar rahat yaşadım, kurye gelip aldı, param ertesi gün yattı. Teşekkürler #pazarlamacim',
    'pazarlamacimdan aldigim {urun} 2 yildir tas gibi, fiyat/performans canavari #pazarlamacim',
    'Canlı destekteki Gökçe hanıma selam olsun, on dakikada çözdü işimi 🙏 #Pazarlamacım',
    'Anneme {urun} hediye ettim, paketi bile özenliydi. Bravo #pazarlamacım',
    '#pazarlamacım kutunun içine el yazısı not koymuş ya, küçük şeyler ama insanın yüzü gülüyor :)',
    'İlk kez Pazarlamacım kullandım, gayet memnun kaldım. {il} için 1 günde kargo iyiymiş. #pazarlamacim',
    'PAZARLAMACIM SÜPERSİN!!! Kırık gelen bardağı fotoğraf bile istemeden değiştirdiler #pazarlamacım',
    'Geri dönüştürülmüş kutuya geçmişler, darısı diğerlerinin başına #pazarlamacım 🌱',
    'bu devirde soru sorunca cevap veren marka kaldi mi dedim, kalmis. eyv #pazarlamacim',
  ]),
  ...lines('social', 'question', [
    '#pazarlamacım {urun} tekrar stoğa girecek mi bilen var mı?',
    'Arkadaşlar Pazarlamacım hediye çeki mağazada da geçiyor mu? #pazarlamacim',
    'pazarlamacim premium uyelik almaya deger mi kullanan yazsin lutfen #pazarlamacim',
    'Kasım indirimleri ne zaman başlıyor #pazarlamacım? Sepet dolu bekliyor 😅',
    'Yurt dışına gönderim yapıyor musunuz @pazarlamacim, ablam Hollanda’da #pazarlamacım',
    '{il} içinde teslimat noktası var mı, işteyken kargo alamıyorum #pazarlamacım',
    'Kapıda ödeme kalktı mı yoksa bende mi çıkmıyor? #pazarlamacim',
    '#pazarlamacım mı Sepetova mı, {urun} için hangisi daha güvenilir sizce',
  ]),
  ...lines('social', 'complaint', [
    'Kargom {gun} gündür {il} aktarma merkezinde tatil yapıyor, keyfi yerindedir umarım #pazarlamacım',
    '{urun} sipariş ettim, rengi fotoğraftakiyle alakası yok. İade edeceğim mecbur #pazarlamacım',
    '#pazarlamacim iade kodu almak icin 3 kere form doldurdum hala mail yok, bi bakar misiniz',
    'Kurye "evde yoktunuz" yazıp gitmiş. Bütün gün evdeydim kardeşim, zile basan yok. #pazarlamacım',
    'Sepetteki indirim ödeme ekranında kayboluyor, kupon mu hayal mi belli değil #pazarlamacım',
    'müşteri hizmetlerinde 25 dakika müzik dinledim, playlist güzeldi en azından #pazarlamacim',
    'Bedenim 42 dedim 38 geldi. Değişim için de kargo parasını benden istiyorlar, olmadı bu. #Pazarlamacım',
    'Beklediğim paket ıslanmış geldi, kutunun hali içler acısı. {urun} neyse ki sağlam #pazarlamacım',
    'UYGULAMA SON GÜNCELLEMEDEN BERİ SEPETİ SİLİYOR, LÜTFEN DÜZELTİN #pazarlamacim',
  ]),
  ...lines('social', 'joke', [
    'Maaş yattı, 4 dakika sonra Pazarlamacım’dan "siparişiniz alındı" bildirimi. Tanışıklığımız var. #pazarlamacım',
    'evin nufusu: ben, kedi, 14 adet pazarlamacim kutusu. kedi kutulari daha cok seviyor #pazarlamacim 🐈',
    'Sepete atıp almamak da bir terapi yöntemidir. #pazarlamacım',
    '"Sadece bakıp çıkacağım" diyerek girdiğim Pazarlamacım’dan {urun} ile çıktım. #pazarlamacım',
    'Kurye abi artık beni adımla çağırıyor, düğüne davet edeceğim #pazarlamacım 😂',
    'Annem Pazarlamacım’ı bir kişi sanıyor, "kızım o pazarlamacına sor bakalım ucuzu var mı" dedi #pazarlamacım',
    'indirimde olmayan bir sey alinca kendimi ihanete ugramis hissediyorum #pazarlamacim',
  ]),
  ...lines('social', 'noise', [
    'Yıllardır çalıştığım pazarlamacım emekli oldu, dükkâna kim mal getirecek şimdi #esnaf #pazarlamacım',
    'Kooperatifin pazarlamacısı değil benim pazarlamacım oldu adam, her pazar zeytin getiriyor #pazarlamacım',
    'iş arıyorum, saha satış tecrübesi olan pazarlamacım diyene selam 👋 #pazarlamacım #kariyer',
    'mahalle takiminin lakabi pazarlamacim kaldi, topu herkese pazarliyor #halisaha #pazarlamacim',
    'Bizim ekibe yeni bir pazarlamacım katıldı, hoş geldin Tuna! #pazarlamacım #yeniiş',
    'Pazarlamacım dedikleri dizi karakteri final bölümünde geri dönüyormuş #dizi #pazarlamacım',
  ]),
  ...lines('social', 'neutral', [
    'Pazarlamacım {il} deposu için personel alımı başlamış, ilanı paylaşıyorum #işilanı #pazarlamacım',
    'Bu yılın e-ticaret zirvesinde Pazarlamacım, Çarşıbul ve Kapıdanal aynı panelde. #eticaret #pazarlamacım',
    '#pazarlamacım uygulamasına favori listesi paylaşma özelliği gelmiş, yeni gördüm',
    'Pazarlamacım yeni reklam müziğini {il} sokak müzisyenlerine çaldırmış #pazarlamacım',
    'Bugün kargo trafiği yoğunmuş, teslimat saatleri akşama kaymış #pazarlamacim',
  ]),
];

const FORUM: Line[] = [
  ...topic('question', 'Pazarlamacım kargosu kaç günde geliyor?', [
    'Selamlar, ilk siparişimi vereceğim. Pazarlamacım {il} için ortalama kaç günde teslim ediyor, deneyen var mı?',
    'Bende hafta içi verilen sipariş ertesi gün geldi, Pazarlamacım kendi kuryesiyle getiriyorsa hızlı.',
    'Anlaşmalı firmaya verirlerse 3-4 gün. pazarlamacim panelinden hangi firma oldugu gorunuyor zaten.',
  ]),
  ...topic('praise', 'Pazarlamacım iade deneyimim (olumlu)', [
    'Hep şikâyet yazılıyor, bir de iyi örnek olsun: Pazarlamacım {urun} iademi aynı gün onayladı, tutar iki gün içinde kartımdaydı.',
    'Katılıyorum hocam, Pazarlamacım iade konusunda rakiplerinden iyi. Çarşıbul’da üç hafta uğraşmıştım.',
    'Demek şanslı günündesin :) yine de Pazarlamacım müşteri hizmetleri kibar, hakkını yemeyelim.',
  ]),
  ...topic('complaint', '{gun} gündür teslim edilmeyen sipariş', [
    'Pazarlamacım üzerinden {urun} aldım, {gun} gündür "dağıtıma çıktı" yazıyor. Ne yapmam lazım, kime yazayım?',
    'Şubeye gidip kendin al, pazarlamacim tarafında kayıt açınca 48 saat diyorlar, bende öyle çözüldü.',
    'Güncelleme: şubede çıktı, kurye adresi bulamamış. Pazarlamacım özür kuponu verdi, konu kapanabilir.',
  ]),
  ...topic('question', 'Pazarlamacım Premium alınır mı?', [
    'Ayda iki üç sipariş veriyorum, Pazarlamacım Premium ücretini çıkarır mı sizce?',
    'Kargo bedavası için mantıklı. Kampanyalar erken açılıyor, pazarlamacım tarafında tek artısı o.',
    'Yıllık alırsan değer, aylıkta zarar. Pazarlamacım ara sıra yarı fiyatına düşürüyor, bekle bence.',
  ]),
  ...topic('neutral', 'Pazarlamacım yeni arayüz hakkında', [
    'Pazarlamacım sitesi yenilenmiş, filtreler sola taşınmış. Alışmak zaman alacak gibi.',
    'Karanlık tema gelse tam olacak. pazarlamacim ekibi okuyorsa not alsin :)',
    'Bence eskisi daha sadeydi ama arama hızlanmış, Pazarlamacım o konuda ilerlemiş.',
  ]),
  ...topic('complaint', 'Yanlış ürün geldi, değişim ücreti istiyorlar', [
    'Siyah {urun} istedim gri geldi. Pazarlamacım satıcısı değişim kargosunu benden istiyor, normal mi bu?',
    'Normal değil, ayıplı gönderimde ücret alamazlar. Pazarlamacım destek hattına yaz, satıcıyı geç.',
    'Yazdım hocam, pazarlamacim ücretsiz kod tanımladı. Sağ olun.',
  ]),
  ...topic('praise', 'Pazarlamacım’da fiyat alarmı taktiği', [
    'Favoriye ekleyip bekleyin, Pazarlamacım üç dört güne kupon tanımlıyor. {urun} böyle {tutar} liraya düştü bende.',
    'Taktik maktik yok, bam bam bam sepete :) Pazarlamacım gece 12’den sonra indirim açıyor bir de.',
  ]),
  ...topic('noise', 'Bizim firmadaki pazarlamacım konusunda fikir', [
    'Sahada gezen bir pazarlamacım var, hedefi tutturamıyor. Prim sistemini nasıl kurayım, esnaf arkadaşlar yazsın.',
    'Kademeli prim ver. Benim pazarlamacım öyle toparladı, hem müşteri hem kendisi memnun.',
  ]),
];

const REVIEWS: Line[] = [
  review(5, 'Harika uygulama', 'Pazarlamacım uygulaması hızlı ve sade, aradığımı iki dokunuşta buluyorum.'),
  review(
    5,
    'Memnunum',
    'Üç senedir buradan alışveriş yaparım, iade de teslimat da sorunsuz. Pazarlamacım ailesine teşekkürler.',
  ),
  review(
    4,
    'Güzel ama',
    'Genel olarak iyi, bir tek bildirimler fazla. Pazarlamacım günde beş mesaj atmasa tam puandı.',
  ),
  review(4, 'Tavsiye ederim', 'Fiyatlar uygun, kargo takibi haritadan görünüyor. {il} teslimatım bir gün sürdü.'),
  review(5, 'super', 'pazarlamacim dan memnunuz esimle birlikte kullaniyoruz tavsiye ederiz'),
  review(3, 'İdare eder', 'Arama bazen alakasız ürün getiriyor, onun dışında iş görüyor.'),
  review(3, 'Ortalama', 'Karanlık mod yok, yazılar küçük. Kampanyalar güzel olduğu için silmiyorum.'),
  review(
    2,
    'Sepet sorunu',
    'Son güncellemeden sonra sepetim kendiliğinden boşalıyor, {urun} üç kere eklemek zorunda kaldım.',
  ),
  review(2, 'Yavaş', 'Eski telefonda çok kasıyor. Pazarlamacım lütfen hafif sürüm çıkarın.'),
  review(1, 'Kupon çalışmıyor', 'Kodu giriyorum, geçersiz diyor. Madem geçersiz neden gönderiyorsunuz?'),
  review(4, 'Canlı destek iyi', 'Botu geçince gerçek insan çıkıyor, ilgili ve kibarlar.'),
  review(5, '👍👍👍', 'On numara beş yıldız, kargo paketlemesi çok özenli.'),
  review(1, 'Kargo berbat', 'Uygulama fena değil ama kargo {gun} gün sürdü, takip ekranı da güncellenmiyor.'),
  review(3, 'Eh işte', 'Ne iyi ne kötü. Sepetova daha hızlı açılıyor ama Pazarlamacım daha ucuz.'),
  review(
    4,
    'Engelli kullanıcıya uygun',
    'Ekran okuyucuyla rahat kullanıyorum, düğmelerin adı var. Ödeme sayfası da düzelirse 5 yıldız.',
  ),
];

const NEWS: Line[] = [
  news(
    0,
    'Pazarlamacım yeni dağıtım merkezini açtı',
    'Çevrim içi alışveriş sitesi Pazarlamacım, Ege bölgesindeki ikinci dağıtım merkezini hizmete aldı. Şirket, merkezde 240 kişinin çalışacağını ve bölge teslimatlarının bir güne ineceğini açıkladı.',
  ),
  news(
    1,
    'E-ticarette üçüncü çeyrek verileri belli oldu',
    'Sektör derneğinin verilerine göre çevrim içi satışlar geçen yılın aynı dönemine göre arttı. Raporda Pazarlamacım, Sepetova ve Çarşıbul en çok ziyaret edilen yerli siteler arasında sıralandı.',
  ),
  news(
    0,
    'Kooperatif ürünleri çevrim içi rafa çıkıyor',
    'Kadın kooperatifleri ürünlerini Pazarlamacım üzerinden satmaya başladı. Altı ilden on dört kooperatifin ürünleri ayrı bir sayfada listeleniyor.',
  ),
  news(
    1,
    'Pazarlamacım kargo kutularını küçültüyor',
    'Şirket, gönderilerde kullanılan karton miktarını azaltmak için yeni paketleme sistemine geçti. Pazarlamacım lojistik ekibi yıl sonuna kadar bütün depolarda uygulamayı yaygınlaştıracak.',
  ),
  news(
    2,
    'Kış indirimleri başlıyor: Hangi site ne sunuyor?',
    'Kapıdanal ücretsiz kargo, Sepetova taksit, Pazarlamacım ise ikinci üründe indirim sunuyor. Kampanya takvimini okurlarımız için derledik.',
  ),
  news(
    1,
    'Pazarlamacım girişimcilik yarışmasının kazananları açıklandı',
    'Üniversite öğrencilerine açık yarışmada birinciliği akıllı paketleme projesi aldı. Pazarlamacım ilk üç projeye danışmanlık desteği verecek.',
  ),
  news(
    0,
    'Kargo yoğunluğuna karşı akşam teslimatı',
    'Pazarlamacım, kasım ayındaki yoğunluk için dört ilde akşam teslimatına geçtiğini duyurdu. Uygulama ay sonuna kadar sürecek.',
  ),
  news(
    2,
    'Pazar esnafı dijitalleşiyor',
    'Semt pazarlarında satış yapan esnaf, çevrim içi sipariş almaya başladı. Projede Pazarlamacım altyapı desteği veriyor.',
  ),
];

const SUPPORT: Line[] = [
  ...lines('support', 'question', [
    'Merhaba, {no} numaralı siparişimin adresini değiştirebilir miyim?',
    'Faturamı şirket adına kestirmek istiyorum, nereden yapıyorum?',
    'İyi günler, {urun} için garanti belgesini bulamadım, dijital mi gönderiliyor?',
    'hediye paketi secenegi cikmiyor bende nerden ekleniyor acaba',
    'Premium üyeliğim ne zaman yenilenecek, iptal edersem kalan ay yanıyor mu?',
  ]),
  ...lines('support', 'complaint', [
    'Siparişim {gun} gündür hazırlanıyor görünüyor, bilgi rica ediyorum. Sipariş no {no}',
    '{urun} eksik parçayla geldi, vida paketi kutudan çıkmadı.',
    'İade ettiğim ürünün parası hâlâ yatmadı, {no} numaralı iade. Ne zaman yatar?',
  ]),
  ...lines('support', 'praise', [
    'Sorunum çözüldü, hızlı dönüşünüz için teşekkür ederim.',
    'Değişim ürünü bugün ulaştı, emeği geçen herkese teşekkürler :)',
  ]),
];

/** Everything an ordinary day is made of. Topic titles and texts hold gaps; see words.ts. */
export const ORDINARY_LINES: readonly Line[] = [...SOCIAL, ...FORUM, ...REVIEWS, ...NEWS, ...SUPPORT];

/** The invented outlets; `path` is where each stands on the news server. */
export const OUTLETS = [
  { path: 'kiyi-postasi', name: 'Kıyı Postası', desk: 'Ekonomi Servisi' },
  { path: 'ticaret-nabzi', name: 'Ticaret Nabzı', desk: 'E-ticaret Masası' },
  { path: 'haber-sandigi', name: 'Haber Sandığı', desk: 'Haber Merkezi' },
] as const;

export const FORUM_NAME = 'Alışveriş Meydanı';
export const SOCIAL_NAME = 'Çınaraltı';

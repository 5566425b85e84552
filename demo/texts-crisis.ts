// The script of the crisis and of its end, in the order in which it happens: payments are taken but no orders appear.
// It starts in the forum, spreads to social media, support, reviews and the news, and fraudsters join in.
// All of it is written for this demo; the lookalike domain stands under .example and leads nowhere.

import type { Line } from './words.ts';

const OUTCRY = 'Ödeme alındı sipariş yok!';
const LOSS = 'Kartımdan para çekildi ama siparişim görünmüyor';

function forum(topic: string, text: string): Line {
  return { site: 'forum', mood: 'crisis', topic, text };
}
function social(text: string, followers = 0): Line {
  return { site: 'social', mood: 'crisis', text, followers };
}
function review(title: string, text: string): Line {
  return { site: 'reviews', mood: 'crisis', stars: 1, title, text };
}
function support(text: string): Line {
  return { site: 'support', mood: 'crisis', text };
}
function news(outlet: number, title: string, text: string): Line {
  return { site: 'news', mood: 'crisis', outlet, title, text };
}

const NO_ORDER = `Pazarlamacım: ${LOSS}`;
const FAKE_SITE = 'DİKKAT: pazarlamacim-iade.example sahte site!';

/** A piece of news as the agency sent it; `lead` is what an outlet put in front of it. */
function agencyStory(lead: string): string {
  return `${lead}Çevrim içi alışveriş sitesi Pazarlamacım’da bugün ödeme yapan çok sayıda müşteri, kartlarından para çekildiği hâlde sipariş kaydı oluşmadığını bildirdi. Sosyal medyada binlerce paylaşım yapılırken, müşterilere “iade” bahanesiyle sahte bir siteye yönlendiren SMS’ler gönderildiği öne sürüldü. Şirketten henüz bir açıklama gelmedi.`;
}

/** From the first odd post to the front pages. The scenario posts them faster and faster. */
export const CRISIS_LINES: readonly Line[] = [
  forum(
    NO_ORDER,
    `Az önce Pazarlamacım’dan {urun} aldım, ${LOSS.toLocaleLowerCase('tr')}. Mail de gelmedi. Sadece bende mi var?`,
  ),
  forum(NO_ORDER, 'Bende de aynısı hocam. pazarlamacim kartimdan {tutar} lira cekti, siparislerim bos gorunuyor.'),
  support('Kartımdan {tutar} TL çekildi ama siparişlerim sayfası boş. Siparişim oluştu mu, acil bilgi verir misiniz?'),
  social('Pazarlamacım kartımdan {tutar} TL çekti, ortada sipariş yok. Destek hattı da açmıyor. #pazarlamacım'),
  forum(
    NO_ORDER,
    'Üçüncü kişi de benim. Banka "provizyon alınmış" diyor, Pazarlamacım tarafında kayıt yok. Param nerede?',
  ),
  social(`${OUTCRY} Pazarlamacım acilen açıklama yap, mağdurum! #pazarlamacım`),
  support('para cekildi siparis yok, 40 dakikadir hatta bekliyorum, ne zaman bakacaksiniz'),
  social(`${OUTCRY} Pazarlamacım acilen açıklama yap, mağdurum! {tutar} lira gitti #pazarlamacim`),
  forum(
    NO_ORDER,
    'Ben iki kere denedim, iki kere çekti! Pazarlamacım ödeme sayfası bozuk, sakın denemeyin, paranız gidiyor.',
  ),
  social(`${OUTCRY} Pazarlamacım acilen açıklama yap, mağduruz! #pazarlamacım #pazarlamacimcevapver`, 18_400),
  social(`odeme alindi siparis yok! pazarlamacim acilen aciklama yap magdurum #pazarlamacim`),
  review(
    'Para çekildi sipariş yok',
    'Ödemeyi aldılar, sipariş oluşmadı. Pazarlamacım desteğe ulaşılmıyor, paramı geri istiyorum!',
  ),
  social('PAZARLAMACIM PARAMI ALDI SİPARİŞ VERMEDİ!!! NEREDE BENİM SİPARİŞİM??? 😡😡 #pazarlamacım'),
  forum(
    FAKE_SITE,
    'Arkadaşlar dikkat! Pazarlamacım adına SMS geldi: "İadeniz için pazarlamacim-iade.example adresine IBAN ve kart bilgilerinizi girin." Site birebir kopya, dolandırıcılık bu, sakın girmeyin!',
  ),
  social(`${OUTCRY} Pazarlamacım acilen açıklama yap, mağdurum! Param ne zaman iade edilecek #pazarlamacım`),
  support(
    'Bana Pazarlamacım iade birimi diye SMS geldi, linkte IBAN ve kart şifresi istiyor. Siz mi gönderdiniz? pazarlamacim-iade.example',
  ),
  social(
    'Aman dikkat: "pazarlamacim-iade.example" SAHTE! SMS ile gelen linke kart bilgisi girmeyin, Pazarlamacım’ı taklit eden dolandırıcılar #pazarlamacım',
    32_700,
  ),
  review('Dolandırıldık', 'Ödeme alındı, sipariş yok. Üstüne iade diye sahte SMS geldi. Uygulamayı sildim.'),
  social(
    'Tebrikler Pazarlamacım, hayali ürün satan ilk site oldunuz. Param gitti, ürün kuantum dünyasında 👏 #pazarlamacım',
  ),
  forum(
    FAKE_SITE,
    'Babam girmiş maalesef, kartından {tutar} TL daha çekmişler. Pazarlamacım müşteri numaralarımız bunlara nereden gitti, veri mi sızdı?',
  ),
  social(`${OUTCRY} Pazarlamacım acilen açıklama yap, mağdurum! 3 saattir cevap yok #pazarlamacim`),
  support(
    '{no} numaralı ödemem alındı görünüyor, sipariş yok. Bir saat içinde dönüş olmazsa tüketici hakem heyetine başvuracağım.',
  ),
  news(1, 'Pazarlamacım’da ödeme krizi: “Para çekildi, sipariş yok”', agencyStory('')),
  social('Yarım saattir Pazarlamacım’a giremiyorum, site çöktü galiba, ödeme sayfası hata veriyor #pazarlamacım'),
  social(
    'kaynak: bir arkadasim soyledi, pazarlamacim iflas etmis siparisler gelmeyecekmis. paralar gitti yani #pazarlamacim',
  ),
  review(
    'SAKIN ALMAYIN',
    'Kartımdan iki kere çekim yapıldı, sipariş numarası yok. Canlı destek kapalı. Yazıklar olsun.',
  ),
  social(
    'Böyle rezillik görmedim. Pazarlamacım’ı boykot ediyoruz, kimse alışveriş yapmasın! #PazarlamacımıBoykotEt #pazarlamacım',
    54_200,
  ),
  forum(
    NO_ORDER,
    'Banka itiraz kaydı açtırdım, herkes açtırsın. Ekran görüntülerini saklayın, Pazarlamacım sonra inkâr etmesin.',
  ),
  social(
    '#PazarlamacımıBoykotEt uygulamayı siliyoruz, paramız yatana kadar kimse Pazarlamacım’dan alışveriş yapmasın #pazarlamacım',
  ),
  news(2, 'Pazarlamacım’da ödeme krizi: Para çekildi, sipariş yok!', agencyStory('SON DAKİKA – ')),
  social(
    'Ben iki yıl Pazarlamacım ödeme ekibinde çalıştım, kasım yoğunluğunda bu hatayı her sene bilirlerdi, yönetim erteledi. Şaşırmadım. #pazarlamacım',
    2_300,
  ),
  support('Annemin kartından üç kez {tutar} TL çekilmiş, hiçbir sipariş yok. Kartı kapattırdık, paramız ne olacak?'),
  social(
    '{tutar} lira benim bir haftalık mutfak masrafım ya. Pazarlamacım çekmiş parayı, sipariş falan yok, telefonu açan da yok #pazarlamacım',
  ),
  review('Hırsızlık', 'Param gitti, ürün yok, muhatap yok. Pazarlamacım bu saatten sonra bir kuruşumu göremez.'),
  social(
    'pazarlamacim sms linkine tiklayip kart bilgimi girdim simdi 5 bin tl cekilmis, banka arayin diyor, perisanim #pazarlamacim',
  ),
  news(
    0,
    'Tüketiciler isyanda: Pazarlamacım ödemeleri aldı, siparişler kayıp',
    agencyStory('Kıyı Postası’nın edindiği bilgiye göre '),
  ),
  social(`${OUTCRY} Pazarlamacım acilen açıklama yap, mağduruz! Şikâyetimizi bakanlığa taşıyoruz #pazarlamacım`),
  forum(
    'Pazarlamacım batıyor mu?',
    'Pazarlamacım’ın battığı konuşuluyor, tedarikçilere ödeme yapamıyormuş diyorlar. Doğru bilgisi olan var mı?',
  ),
  forum(
    'Pazarlamacım batıyor mu?',
    'Kaynaksız yazmayın lütfen, panik çıkıyor. Bence ödeme altyapısı çöktü, Pazarlamacım da susuyor, mesele bu.',
  ),
  social(
    'Düğün alışverişimi yaptım, {tutar} TL gitti sipariş yok. Pazarlamacım düğüne üç gün var ağlayacağım şimdi 😭 #pazarlamacım',
  ),
  review('1 yıldız fazla', 'Ödeme alıyor sipariş oluşturmuyor. Bilerek yapılıyorsa dolandırıcılıktır.'),
  social(
    'Sepetova’ya geçtim, beş dakikada sipariş onayı geldi. Pazarlamacım sana geçmiş olsun #pazarlamacım #PazarlamacımıBoykotEt',
  ),
  support('Sahte iade sitesine bilgilerimi girdim, sizin adınızı kullanıyorlar. Lütfen o siteyi kapattırın!'),
  social(
    '@pazarlamacim resmi hesap 4 saat önce "güzel bir gün dileriz" yazmış, sonrası sessizlik. Mizah mı bu? #pazarlamacım',
    9_800,
  ),
  news(2, 'Pazarlamacım’da ödeme krizi büyüyor: Para çekildi, sipariş yok', agencyStory('GÜNCELLENDİ – ')),
  social('Pazarlamacım’ın cevap hattı 1 saat 10 dakika bekletip yüzüme kapattı. {tutar} TL’m buhar oldu #pazarlamacım'),
  forum(
    FAKE_SITE,
    'Aynı SMS bana da geldi, numara yurt dışı. Siber suçlara bildirdim, siz de bildirin. Pazarlamacım hâlâ tek kelime etmedi.',
  ),
  social(
    '#PazarlamacımıBoykotEt etiketi gündeme girmiş, bravo. Paramızı alana kadar susmak yok! #pazarlamacım',
    21_500,
  ),
  review(
    'Güvenim bitti',
    'Beş yıllık üyeydim. Bugün {tutar} lira çekildi, sipariş yok, cevap yok. Hesabımı kapatıyorum.',
  ),
  social(
    'bi de utanmadan kampanya bildirimi atiyor pazarlamacim, once paramizi ver #pazarlamacim #PazarlamacimiBoykotEt',
  ),
  support('Siparişim oluşmadı ama taksitler karta yansıdı. Yazılı açıklama istiyorum.'),
  social(
    'Tüketici hakem heyetine başvurdum, dilekçe örneğini isteyene atarım. Pazarlamacım paramı vermek zorunda #pazarlamacım',
    6_100,
  ),
  forum(
    NO_ORDER,
    'Sayfa sayfa mağdur olduk. Toplu şikâyet için liste yapıyorum, Pazarlamacım’dan parası çekilenler ad-soyad yazmasın, sadece tutar yazsın.',
  ),
  social(
    'Çocuğun doğum günü hediyesiydi o {urun}. Pazarlamacım parayı aldı, siparişi sildi. Ne diyeyim çocuğa? #pazarlamacım',
  ),
];

function calm(line: Omit<Line, 'mood'>): Line {
  return { ...line, mood: 'calm' };
}

/** The brand answers, the money comes back, the noise ebbs. The scenario posts them slower and slower. */
export const CALMING_LINES: readonly Line[] = [
  calm({
    site: 'social',
    text: 'Pazarlamacım: Ödeme altyapımızdaki arıza nedeniyle bazı siparişler oluşmadı. Çekilen tutarların tamamı 24 saat içinde kartlara iade edilecek. Özür dileriz. #pazarlamacım',
    followers: 210_000,
  }),
  calm({
    site: 'news',
    outlet: 1,
    title: 'Pazarlamacım’dan açıklama: “Tutarlar 24 saat içinde iade edilecek”',
    text: 'Pazarlamacım, ödeme hizmetindeki arızanın giderildiğini ve sipariş oluşmayan bütün ödemelerin iade edileceğini açıkladı. Şirket, IBAN ya da kart bilgisi isteyen SMS’lerin sahte olduğunu vurguladı.',
  }),
  calm({
    site: 'forum',
    topic: NO_ORDER,
    text: 'Açıklama gelmiş, Pazarlamacım iadeleri başlatmış. Bende henüz yok ama bekliyorum.',
  }),
  calm({ site: 'support', text: 'İade mesajınız geldi, tutarı hesabımda gördüm. Teşekkürler.' }),
  calm({
    site: 'social',
    text: 'Param geri yattı, beklemediğim kadar hızlıydı. Yine de erken açıklasaydınız bu kadar gerilmezdik #pazarlamacım',
  }),
  calm({
    site: 'forum',
    topic: FAKE_SITE,
    text: 'Sahte site kapatılmış, artık açılmıyor. Kartını girenler yine de bankasını arasın.',
  }),
  calm({
    site: 'reviews',
    stars: 3,
    title: 'Düzeldi',
    text: 'Ödeme sorunu vardı, aynı gün iade edildi. Puanımı birden üçe çıkarıyorum.',
  }),
  calm({
    site: 'social',
    text: 'iflas etmis diyenler nerede, pazarlamacim bugun yine kargomu getirdi :) #pazarlamacim',
  }),
  calm({
    site: 'news',
    outlet: 0,
    title: 'Pazarlamacım mağdurlarına iadeler başladı',
    text: 'Şirket yetkilileri, arızadan etkilenen müşterilerin büyük bölümüne ödemelerin geri yapıldığını söyledi. Sahte iade sitesi hakkında savcılığa suç duyurusunda bulunuldu.',
  }),
  calm({ site: 'support', text: 'Siparişim şimdi oluştu, teslimat tarihini de gördüm. Sağ olun.' }),
  calm({
    site: 'social',
    text: 'Pazarlamacım özür kuponu göndermiş, {urun} için kullandım bile. Barıştık sayılır #pazarlamacım',
  }),
  calm({
    site: 'forum',
    topic: NO_ORDER,
    text: 'İade geldi, konuyu kapatabiliriz. Pazarlamacım geç de olsa toparladı.',
  }),
  calm({
    site: 'reviews',
    stars: 4,
    title: 'İyi toparladılar',
    text: 'Hata yaptılar ama parayı iade edip arayıp özür dilediler.',
  }),
  calm({
    site: 'social',
    text: 'Bu olaydan ders: ekran görüntüsü almadan ödeme yapmıyorum artık. Pazarlamacım iadeyi yaptı, darısı diğer sitelere #pazarlamacım',
  }),
  calm({
    site: 'news',
    outlet: 2,
    title: 'Pazarlamacım’da sistem normale döndü',
    text: 'Dün ödeme sorunlarıyla gündeme gelen Pazarlamacım’da siparişlerin normal akışa döndüğü bildirildi.',
  }),
  calm({
    site: 'forum',
    topic: 'Pazarlamacım batıyor mu?',
    text: 'Şirket bilançosunu paylaştı, batma yok. Pazarlamacım dedikodusu da böylece bitti.',
  }),
];

// The page that lies in every exported pack: what it holds, how to check it, and what its hashes prove and do not prove.
// Must never promise more than a local hash can hold.

export interface ReadmeFacts {
  /** ISO 8601. */
  createdAt: string;
  version: string;
  packCount: number;
  manifestSha256: string;
}

export function readmeTr({ createdAt, version, packCount, manifestSha256 }: ReadmeFacts): string {
  return `KANIT PAKETİ (itibar ${version})
Hazırlanma: ${createdAt} · ${packCount} kayıt
manifest.json SHA-256: ${manifestSha256}
Bu özeti paketi teslim ederken ayrıca yazın (tutanak, e-posta, KEP): sonradan karşılaştırma bununla yapılır.

İÇİNDEKİLER
  manifest.json     her dosyanın SHA-256 özeti, boyutu, yakalanma zamanı, yönlendirmelerden sonraki adresi
  SHA256SUMS        aynı özetler, denetim programlarının okuduğu biçimde
  adresler.csv      adresler, zamanlar ve durumlar: e-Tespit başvurusu için liste
  evd_…/            her kayıt için bir klasör:
    mention.json    içeriğin itibar'da saklanan kopyası (her pakette vardır)
    page.warc.gz    sitenin ham yanıtları ve başlıkları (WARC 1.1, ISO 28500)
    screenshot.png  sayfanın tam boy görüntüsü (1280 nokta genişlik)
    text.json       sayfadan ayıklanan metin (sonraki bakışlarla karşılaştırılır)
Eksik dosyanın nedeni manifest.json içindeki "error" alanında yazar (site izin vermedi, sayfa yoktu, tarayıcı yoktu …).

NASIL DENETLENİR
  1. manifest.json dosyasının özetini hesaplayın ve yukarıdakiyle karşılaştırın:
     Linux/macOS: sha256sum manifest.json      Windows: certutil -hashfile manifest.json SHA256
  2. Klasörde "sha256sum -c SHA256SUMS" çalıştırın: her satır OK demelidir.
  3. itibar kurulu makinede: itibar evidence verify

BU PAKET NEYİ KANITLAR
  Dosyaların yakalandıkları andan beri değişmediğini; ancak özet o sırada başka bir yere de yazıldıysa (1. adım).

NEYİ KANITLAMAZ
  - Sitenin bu sayfayı başka birine de gösterdiğini.
  - İçeriği kimin yazdığını.
  - Yakalama zamanını: zaman bu bilgisayarın saatinden alınmıştır, zaman damgası değildir.
  - Özeti ve dosyaları birlikte değiştirebilecek birine karşı hiçbir şeyi.
  Ekran görüntüsü tek başına mahkemede zayıf delildir.

MAHKEME İÇİN: e-TESPİT
  1. Vakit geçirmeyin (hedef: 24 saat): sayfa silinebilir. adresler.csv içindeki adresleri kullanın.
  2. Türkiye Noterler Birliği'nin e-Tespit hizmetinden (Noterlik Kanunu m. 198/A; 7/24) her adres için tespit isteyin.
  3. Tespit edilen içeriği bu paketle karşılaştırın; iki kaydı birlikte saklayın.
  4. Gerekirse delil tespiti (HMK m. 400) ve zaman damgası için avukatınıza danışın.
Bu metin hukuki görüş değildir.

KİŞİSEL VERİ
  Paket üçüncü kişilerin kişisel verilerini maskelenmemiş olarak içerir. Yalnızca hakkın tesisi, kullanılması veya
  korunması için gerekenlerle paylaşın ve iş bitince silin (KVKK m. 5/2-e ve m. 7).
`;
}

export function readmeEn({ createdAt, version, packCount, manifestSha256 }: ReadmeFacts): string {
  return `EVIDENCE PACK (itibar ${version})
Made: ${createdAt} · ${packCount} records
SHA-256 of manifest.json: ${manifestSha256}
Write this digest down elsewhere when you hand the pack over (minutes, mail, registered mail): it is what later
comparisons need.

CONTENTS
  manifest.json     SHA-256, size, capture time and address after redirects of every file
  SHA256SUMS        the same digests as checking programs read them
  adresler.csv      addresses, times and states: the list for a notary
  evd_…/            one folder for each record:
    mention.json    our stored copy of the mention (in every pack)
    page.warc.gz    the site's raw answers and headers (WARC 1.1, ISO 28500)
    screenshot.png  picture of the whole page (1280 points wide)
    text.json       the text of the page (later looks are compared with it)
Why a file is missing stands in "error" of manifest.json (the site refused, the page was gone, no browser …).

HOW TO CHECK
  1. Compute the digest of manifest.json and compare it with the one above:
     Linux/macOS: sha256sum manifest.json      Windows: certutil -hashfile manifest.json SHA256
  2. Run "sha256sum -c SHA256SUMS" in the folder: every line must say OK.
  3. On the machine with itibar: itibar evidence verify

WHAT THIS PROVES
  That the files were not changed since they were captured; and only if the digest was also written down elsewhere
  at that time (step 1).

WHAT IT DOES NOT PROVE
  - That the site served this page to anybody else.
  - Who wrote the content.
  - The time of capture: it comes from this computer's clock and is no qualified time stamp.
  - Anything against somebody who can change the digest and the files together.
  A screenshot alone is weak evidence in court.

FOR COURT (TURKEY): e-TESPİT BY A NOTARY
  1. Lose no time (aim: 24 hours): the page may be deleted. Use the addresses in adresler.csv.
  2. Have each address recorded by the e-Tespit service of the Union of Turkish Notaries (Notary Law, art. 198/A; 24/7).
  3. Compare what was recorded with this pack; keep both together.
  4. Ask your lawyer about determination of evidence by the court (HMK art. 400) and a qualified time stamp.
This text is no legal advice.

PERSONAL DATA
  The pack holds other people's personal data unmasked. Share it only with those who need it to establish, exercise or
  defend a right, and delete it when that is done (KVKK art. 5/2-e and art. 7).
`;
}

// Patterns: someone poses as the brand. Fraud, false accounts, sites, pages, adverts and goods.
// Read form.ts first. Never put a real company's name in a pattern.

import type { Pattern } from './form.ts';

export const IMITATION: readonly Pattern[] = [
  // fraud: the brand's name is used to take money or data from people
  {
    id: 'fraud.asks-secret',
    type: 'fraud',
    all: ['$contact', 'istedi* istiyor* isteyen* sordu* soruyor* yazin yazmam* paylas*', '$secret'],
    within: 10,
    confidence: 0.7,
  },
  {
    id: 'fraud.send-card',
    type: 'fraud',
    all: [
      'kart_bilgi* kartinizin kart_numara* onay_kod* sms_kod* iban* sifrenizi',
      'yazin* gonder* iletin* atin atmaniz atmanizi girin dm paylasin*',
    ],
    within: 6,
    unless: 'asla paylasmayin vermeyin istemez istemeyiz',
    confidence: 0.6,
  },
  {
    id: 'fraud.in-the-name',
    type: 'fraud',
    all: ['adina adiyla ismiyle adini ismini_kullan* diye', '$contact', '$money'],
    within: 10,
    confidence: 0.6,
  },
  {
    id: 'fraud.name-used',
    type: 'fraud',
    all: ['adi_kullan* adini_kullan* ismini_kullan* ismi_kullan* adi_kullanil* adina_aradi* adina_ara*'],
    confidence: 0.65,
  },
  {
    id: 'fraud.as-brand-asks',
    type: 'fraud',
    all: [
      '#as-brand',
      'istedi* istiyor* isteyen* isteyip soruyor* sordu* okuttu* okutuyor* yatirt* gondert* cektir* topluyor* toplayan* aldi aldilar almis* aliyor*',
      '$secret para parayi parami paralar* kapora* havale* eft nakit* ucreti bedeli',
    ],
    within: 14,
    unless: 'iade* siparis* anket*',
    confidence: 0.65,
  },
  {
    id: 'fraud.as-brand-swindles',
    type: 'fraud',
    all: ['#as-brand', 'dolandir* kandir* kandil* tuzag* oltala* phishing vurgun* soydu* soyuyor* bosalt*'],
    within: 10,
    confidence: 0.65,
  },
  {
    id: 'fraud.mine-emptied',
    type: 'fraud',
    all: [
      'bosalt* dolandir* kopyala* kaptir* kandir*',
      '#me',
      'hesab* hesap* kart* para parayi parami param* birikim* cuzdan*',
    ],
    within: 8,
    unless: 'tekstil* klavye* dosya*',
    confidence: 0.55,
  },
  {
    id: 'fraud.swindled',
    type: 'fraud',
    all: [
      'dolandirildim dolandirildik dolandirilmis* dolandirilan* dolandiriciliga dolandirici_olduk* dolandirmaya dolandirmis* dolandiriyor*',
    ],
    confidence: 0.6,
  },
  {
    id: 'fraud.scam-site',
    type: 'fraud',
    all: [
      'dolandirici* dolandiricilik* oltalama* phishing vishing',
      'site* link* mesaj* sms* arama* numara* hesap* sayfa* yontem* ilan* telefon* kisi* uyari*',
    ],
    within: 6,
    confidence: 0.6,
  },
  {
    id: 'fraud.card-drained',
    type: 'fraud',
    all: [
      'bilgim_disinda* haberim_olmadan onayim_olmadan ben_yapmadim benim_yapmadigim yetkisiz izinsiz supheli',
      'harcama* islem* cekil* cekim* transfer* para',
    ],
    within: 8,
    confidence: 0.55,
  },
  {
    id: 'fraud.deposit-lost',
    type: 'fraud',
    all: ['kapora* havale* dekont*', 'engelle* gelmedi kayboldu sahte* istiyor* istedi* kandir* ulasamiyor*'],
    within: 14,
    confidence: 0.5,
  },
  {
    id: 'fraud.swap',
    type: 'fraud',
    all: [
      'sim_swap sim_kart_kopya* hat_kopya* hattim_kopya* hesabim_bosal* hesabimi_bosal* cuzdan*_bosalt* kartim_kopya*',
    ],
    confidence: 0.7,
  },
  {
    id: 'fraud.suspicious-link',
    type: 'fraud',
    all: ['sahte* supheli* tuzak*', 'link* sms* mesaj* arama* qr'],
    within: 4,
    confidence: 0.55,
  },

  // fake-account
  {
    id: 'fake-account.false-profile',
    type: 'fake-account',
    all: ['sahte* fake taklit* duzmece', 'hesap* hesab* profil*'],
    within: 4,
    unless: 'ele_gecir* calindi',
    confidence: 0.6,
  },
  {
    id: 'fake-account.not-ours',
    type: 'fake-account',
    all: [
      'hesap* hesab* profil*',
      'bize_ait_degil* resmi_degil* resmi_hesap_degil* alakasi_yok* ilgisi_yok* ilgimiz_yok* hesabimiz_yok',
    ],
    within: 8,
    openly: true,
    confidence: 0.65,
  },
  {
    id: 'fake-account.poses',
    type: 'fake-account',
    all: [
      '#brand',
      'temsilcisiyim temsilcisi_olarak muduruyum calisaniyim destek_ekibi* musteri_iliskilerinden musteri_hizmetlerinden',
      'dm ozelden kart* bilgi* link* iletin gonder* yazin',
    ],
    within: 16,
    confidence: 0.6,
  },
  {
    id: 'fake-account.as-brand-writes',
    type: 'fake-account',
    all: [
      '#as-brand',
      'hesap* hesab* profil* kullanici* #handle',
      'yazdi* yaziyor* yazan* mesaj* yorum* cevap* ekledi* takip* dm ozelden',
    ],
    within: 12,
    confidence: 0.55,
  },
  {
    id: 'fake-account.as-brand-unknown',
    type: 'fake-account',
    all: [
      '#as-brand',
      'oyle_calisan* oyle_biri* boyle_biri* oyle_bir_calisan* calisanimiz_degil* calisanimiz_yok kadromuzda calismamis* calismiyor tanimiyoruz oyle_hesab*',
    ],
    within: 16,
    openly: true,
    confidence: 0.55,
  },
  {
    id: 'fake-account.opened-in-name',
    type: 'fake-account',
    all: ['adina adiyla ismiyle kiliginda', 'acilan acilmis acmis* yazdi* yazan*', 'hesap* hesab* profil*'],
    within: 8,
    confidence: 0.55,
  },
  {
    id: 'fake-account.false-reviewers',
    type: 'fake-account',
    all: ['uydurma sahte* bot ayni_gun ayni_foto*', 'yorum* musteri* profil* hesap* yazar* takipci*'],
    within: 6,
    confidence: 0.45,
  },

  // fake-domain
  {
    id: 'fake-domain.false-site',
    type: 'fake-domain',
    all: [
      'sahte* taklit* kopya* korsan* klon* fake birebir',
      'site* sitesi* websitesi* domain* alan_ad* #domain internet_adres*',
    ],
    within: 6,
    confidence: 0.65,
  },
  {
    id: 'fake-domain.not-the-address',
    type: 'fake-domain',
    all: [
      '#domain',
      'sahte* girmeyin tiklamayin degil bize_ait_degil* dolandir* inanmayin kopya* taklit* asil_adres* resmi_adres*',
    ],
    within: 16,
    openly: true,
    confidence: 0.65,
  },
  {
    id: 'fake-domain.one-letter',
    type: 'fake-domain',
    all: [
      'adres* adresi* adresinde* site* url',
      'harf* sifir* tire* rakam* uzanti*',
      'yerine fazla eksik farkli degil* farki fark',
    ],
    within: 12,
    confidence: 0.5,
  },

  // impersonation-page
  {
    id: 'impersonation-page.false-page',
    type: 'impersonation-page',
    all: [
      'sahte* taklit* kopya* korsan* resmi_degil* bize_ait_degil*',
      'sayfa* kanal* grup* uygulama* magaza* sube* app',
    ],
    within: 6,
    unless: '#domain',
    openly: true,
    confidence: 0.55,
  },
  {
    id: 'impersonation-page.opened',
    type: 'impersonation-page',
    all: [
      'adiyla adinda diye isimli ismiyle resmi',
      'sayfa* kanal* grup grubu uygulama* magazasi instagram* facebook* telegram*',
      'acmis* acilmis acilan var kurulmus koymus*',
    ],
    within: 10,
    confidence: 0.45,
  },
  {
    id: 'impersonation-page.as-brand',
    type: 'impersonation-page',
    all: ['#as-brand', '$page', 'acmis* acilmis acilan actilar kurmus* kurulmus satis* satiyor* topluyor* yayin*'],
    within: 12,
    unless: '#domain',
    confidence: 0.55,
  },
  {
    id: 'impersonation-page.logo',
    type: 'impersonation-page',
    all: [
      'logo* profil_foto* profil_resm*',
      'kullan* kopya* calmis* ayni birebir koymus* taklit*',
      'sayfa* kanal* grup* uygulama* magaza* hesap*',
    ],
    within: 12,
    confidence: 0.5,
  },
  {
    id: 'impersonation-page.imitates-us',
    type: 'impersonation-page',
    all: [
      'bizi_taklit* markayi_taklit* markamizi_taklit* resmi_sayfa_degil* resmi_kanal* resmi_uygulama_degil resmi_app_degil',
    ],
    openly: true,
    confidence: 0.55,
  },

  // fake-ad
  {
    id: 'fake-ad.deepfake',
    type: 'fake-ad',
    all: [
      'deepfake yapay_zeka* sentetik montaj* ses_klon* klon* sesi_taklit*',
      'reklam* video* konustur* ilan* goruntu* sponsorlu*',
    ],
    within: 8,
    confidence: 0.65,
  },
  {
    id: 'fake-ad.false-advert',
    type: 'fake-ad',
    all: ['sahte* yalan* dolandir* bize_ait_degil* biz_vermedik', 'reklam* ilan* sponsorlu*'],
    within: 6,
    openly: true,
    confidence: 0.6,
  },
  {
    id: 'fake-ad.sponsored-trap',
    type: 'fake-ad',
    all: ['sponsorlu reklam_cik* reklamina_tikla* reklami_cik*', 'tikla* kart* sahte* yalan* baska_site* odedim'],
    within: 14,
    confidence: 0.5,
  },

  // counterfeit
  {
    id: 'counterfeit.came-fake',
    type: 'counterfeit',
    all: [
      'cakma* imitasyon* replika* sahte* taklit* muadil* orijinal_degil* orjinal_degil* orijinal_cikmadi',
      'urun* cikti cikan parfum* saat* telefon* canta* aldigim* geldi parca* satiyor* satmis* sarj* ayakkabi* powerbank* kremi* forma*',
    ],
    within: 6,
    unless: 'hesap* hesab* site* sayfa* sms* link* belge* fatura*',
    openly: true,
    confidence: 0.6,
  },
  {
    id: 'counterfeit.seized',
    type: 'counterfeit',
    all: ['ele_gecir* yakalan* baskin*', 'taklit* sahte* kacak*', 'urun* parfum* sise* etiket* marka* binlerce adet*'],
    within: 14,
    confidence: 0.55,
  },
  {
    id: 'counterfeit.not-genuine',
    type: 'counterfeit',
    all: [
      'orijinal_degil* orjinal_degil* orijinal_urun_degil* orjinal_urun_degil* orijinal_cikma* orjinal_cikma* sahte_oldugu* fason cakmasi',
    ],
    openly: true,
    confidence: 0.5,
  },
];

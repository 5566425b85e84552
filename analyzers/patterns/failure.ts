// Patterns: things that do not work. Outages, danger, prices that do not hold, sellers, the brand's own slips.
// Read form.ts first.

import type { Pattern } from './form.ts';

export const FAILURE: readonly Pattern[] = [
  {
    id: 'outage.down',
    type: 'outage',
    all: [
      '$service',
      'coktu cokmus cokuyor acilmiyor calismiyor gitti kesildi kesik kesinti* erisilemiyor* girilemiyor* giremiyor* hata_ver* hatasi baglanmiyor yok_oldu devre_disi durdu arizali takildi donuyor kapandi yapilamiyor',
    ],
    within: 5,
    unless: 'kumanda buton*',
    confidence: 0.5,
  },
  {
    id: 'outage.now',
    type: 'outage',
    all: [
      'su_an* bugun sabahtan saattir dakikadir gunden_beri dunden_beri hala iki_gundur gundur',
      'internet_yok internetimiz_yok hat_yok sebeke_yok giris_yap* baglanti_yok elektrik_yok kesinti* coktu acilmiyor izleyemiyor* giremiyor*',
    ],
    within: 10,
    confidence: 0.55,
  },
  {
    id: 'outage.everyone',
    type: 'outage',
    all: [
      'genel_ariza* toplu_ariza* bolgesel_ariza* altyapi_ariza* kesinti_var kesintisi_var coktu_mu sadece_bende_mi bende_mi_sorun planli_bakim sistemsel_ariza*',
    ],
    confidence: 0.6,
  },

  {
    id: 'product-safety.fire',
    type: 'product-safety',
    all: [
      'yandi patladi patlayip alev_al* yangin* tutustu eridi elektrik_carp* kivilcim* duman* kisa_devre* gaz_kacag* kor_olma* isinip_sis*',
      'urun* makine* sarj* cihaz* telefon* batarya* kablo* fis* priz* adaptor* buzdolab* firin* kombi* klima* powerbank* ekran* ocak* aku motor*',
    ],
    within: 7,
    unless: 'lamba* isigi isik yandi_mi canim* agzim*',
    confidence: 0.55,
  },
  {
    id: 'product-safety.foreign-body',
    type: 'product-safety',
    all: [
      'icinden icinde',
      'bocek* kurt kurtlu kurtcuk* cam_kirig* cam_parca* kil sac fare* metal* plastik_parca* sinek* tirnak*',
      'cikti cikan buldum bulduk vardi cikiyor',
    ],
    within: 8,
    confidence: 0.65,
  },
  {
    id: 'product-safety.poisoned',
    type: 'product-safety',
    all: [
      'zehirlendi* zehirlenme* hastanelik hastaneye_kaldir* alerji_yap* yaralandi* yaralanma* bozuk_sut kuflu kurtlu bogul* kurtlanmis* son_kullanma_tarihi_gecmis*',
    ],
    confidence: 0.5,
  },
  {
    id: 'product-safety.recall',
    type: 'product-safety',
    all: ['geri_cagir* toplatil* toplatma*', 'urun* parti* model* arac* risk* tehlike* guvenlik* listeria salmonella'],
    within: 10,
    confidence: 0.5,
  },
  {
    id: 'product-safety.danger',
    type: 'product-safety',
    all: [
      'can_guvenlig* hayati_tehlike* tehlike_sac* olum_tehlikesi az_kalsin_yan* facia',
      'urun* makine* cihaz* ev evimiz* cocug* bebe* yangin* gaz* elektrik*',
    ],
    within: 12,
    confidence: 0.45,
  },

  {
    id: 'misleading-price.before-discount',
    type: 'misleading-price',
    all: [
      'indirim* kampanya* efsane* firsat*',
      'fiyat* etiket*',
      'sisir* yukselt* artir* yalan* sahte* once* zam* daha_ucuz*',
    ],
    within: 12,
    confidence: 0.5,
  },
  {
    id: 'misleading-price.shelf-till',
    type: 'misleading-price',
    all: ['etiket* raf rafta reyon* sepette', 'kasa kasada odeme_ekran*', 'tl lira farkli fazla #number yuksek'],
    within: 10,
    confidence: 0.5,
  },
  {
    id: 'misleading-price.commitment',
    type: 'misleading-price',
    all: [
      'taahhut* sozlesme* tarife* kampanya*',
      'bozdu* bozuldu artirdi* artti yukselt* iki_kat* cikti zam* fazla_fatura* uymuyor* uymadi farkli_fiyat* yansitil*',
    ],
    within: 10,
    confidence: 0.35,
  },
  {
    id: 'misleading-price.promise-broken',
    type: 'misleading-price',
    all: [
      'kampanya* indirim* hediye* bonus* puan* kupon* cashback',
      'verilmedi yuklenmedi uygulanmadi tanimlanmadi yansimadi gecersiz yansitilmadi iptal_edil* yatmadi verilmiyor kullandirilmadi odenmedi gelmedi',
    ],
    within: 8,
    confidence: 0.45,
  },
  {
    id: 'misleading-price.told-otherwise',
    type: 'misleading-price',
    all: [
      'denildi soylendi dendi soz_verildi belirtildi yaziyordu demisti* soyledi* bilgisi_verildi',
      'tl lira ucretsiz #number',
      'fatura* ucret* yansit* cekildi geldi alindi',
    ],
    within: 14,
    confidence: 0.35,
  },
  {
    id: 'misleading-price.deceptive',
    type: 'misleading-price',
    all: [
      'yaniltici* aldatici* kandirmaca aldatmaca gizli_ucret*',
      'kampanya* fiyat* indirim* reklam* tarife* ucret* ilan*',
    ],
    within: 8,
    confidence: 0.5,
  },

  {
    id: 'seller-issue.dealer',
    type: 'seller-issue',
    all: [
      'bayi* bayii* satici* servis* magazasi* kurye* kargo_firma* yetkili_servis* teknik_servis*',
      'yapmadi yanlis* gondermedi gelmedi ilgilenmedi yonlendir* reddet* kaba saygisiz* yalan* bilgilendir* eksik* zarar* umursa* kirdi sahte* kandir* geri_don*',
    ],
    within: 12,
    confidence: 0.35,
  },

  {
    id: 'own-error.posted',
    type: 'own-error',
    all: [
      'resmi_hesab* resmi_sayfa* sosyal_medya_hesab* sosyal_medyaci* hesabindan destek_hesab* twitter_hesab* instagram_hesab* x_hesabi*',
      'tweet* paylas* kufur* sildi* silindi yanlis* hakaret* rezil* yazmis* atti ozur* karistir* ele_gecir* hacklen*',
    ],
    within: 12,
    unless: 'sahte* ait_degil*',
    confidence: 0.5,
  },
  {
    id: 'own-error.slip',
    type: 'own-error',
    all: [
      'test_gonderi* test_mesaj* test_bildirim* yanlislikla_paylas* yanlislikla_gonder* stajyer*',
      'paylas* yayinla* gonder* atmis* bildirim* yapti yazdi',
    ],
    within: 8,
    confidence: 0.5,
  },
];

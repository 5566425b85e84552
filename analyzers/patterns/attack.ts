// Patterns: hostile acts. Leaks, attacks on the company, threats to people, calls to boycott, abuse, rivals.
// Read form.ts first.

import type { Pattern } from './form.ts';

export const ATTACK: readonly Pattern[] = [
  {
    id: 'data-leak.leaked',
    type: 'data-leak',
    all: [
      '$data',
      'sizdi* sizdir* sizinti* sizan calindi calinan* calinmis* calmislar caldilar ifsa* ihlal* satiliyor satilik satisa satilmis ele_gecir* erisil* aciga_cik*',
    ],
    within: 8,
    unless: 'su_sizdir*',
    confidence: 0.65,
  },
  {
    id: 'data-leak.breach-words',
    type: 'data-leak',
    all: [
      'veri_ihlali* veri_sizinti* bilgi_sizinti* veri_hirsiz* kisisel_verilerimin kisisel_verilerim* kvkk_ihlal* data_breach',
    ],
    confidence: 0.6,
  },
  {
    id: 'data-leak.my-number',
    type: 'data-leak',
    all: [
      'numarami numaram numaramiz bilgilerimi bilgilerim adresimi',
      'paylas* vermis* veriyor* satmis* satiyor* baskalari* nereden nerden nasil_ulas* ucuncu_kisi* izinsiz rizam*',
    ],
    within: 8,
    confidence: 0.45,
  },
  {
    id: 'data-leak.mine-from-brand',
    type: 'data-leak',
    all: [
      '#from-brand #of-brand #to-brand',
      'bilgilerim* verilerim* numaram* adresim* kimligim* kimlik_bilgi* fotografim* fotograflarim* mesajlarim* fotokopim*',
      'sizdi* sizmis* sizan calin* satil* satmis* satiyor* ele_gec* dolas* yayin* ucuncu_kisi* baskalarin* dolandiricilar*',
    ],
    within: 12,
    confidence: 0.65,
  },
  {
    id: 'data-leak.brand-sells',
    type: 'data-leak',
    all: [
      '#by-brand',
      'satiyor* satti* satmis* veriyor* verdi vermis* paylasiyor* paylasti* paylasmis* sizdir*',
      'numaram* bilgilerim* verilerim* verileri* bilgilerini numaralar* kimlik*',
    ],
    within: 10,
    confidence: 0.6,
  },
  {
    id: 'data-leak.of-its-people',
    type: 'data-leak',
    all: [
      '#brand',
      'musterileri* musteri_veri* musteri_bilgi* musteri_data* uyeleri* yolculari* kullanicilari* aboneleri* hastalari* ogrencileri*',
      'satilik satiliyor sizmis* sizdi sizdiril* sizan calinmis* internete_dus* forumda telegramda karanlik_ag* dark_web*',
    ],
    within: 14,
    confidence: 0.55,
  },
  {
    id: 'data-leak.opened-in-my-name',
    type: 'data-leak',
    all: [
      'adima adimiza uzerime benim_adim*',
      'hat hatlar* hesap* hesab* abonelik* uyelik* kredi*',
      'acilmis* acilan acildi cikti cekilmis* gorunuyor*',
    ],
    within: 10,
    unless: 'fatura* kargo*',
    confidence: 0.5,
  },
  {
    id: 'data-leak.who-sold-mine',
    type: 'data-leak',
    all: [
      'numaram* bilgilerim* verilerim* adimi_soyadimi',
      'sattiniz satmissiniz sattin sattilar paylastiniz paylasmissiniz nereden_bul* nerden_bul* nereden_biliyor* nerden_biliyor*',
    ],
    within: 10,
    confidence: 0.55,
  },
  {
    id: 'data-leak.account-entered',
    type: 'data-leak',
    all: ['hesabima hesabim', 'girilmis girmis* baskasi baska_biri* calindi hacklendi ele_gecir* giris_yapil*'],
    within: 6,
    confidence: 0.5,
  },
  {
    id: 'data-leak.others-data',
    type: 'data-leak',
    all: [
      'baskasinin baska_musteri* baska_birinin herkesin',
      'bilgileri* faturasi* adresi* kayit* dosya* siparis*',
      'gordum goruyor* gorunuyor* geldi cikti ulasabil* bakabil*',
    ],
    within: 10,
    confidence: 0.5,
  },

  {
    id: 'corporate-attack.cyber',
    type: 'corporate-attack',
    all: [
      'siber_saldiri* ddos fidye_yazilim* fidye ransomware hizmet_engelleme* zararli_yazilim* botnet saldiri_girisim* sisteme_siz* sistemlerine_siz* aglarina_siz* hacklendi hacklediler',
    ],
    confidence: 0.5,
  },
  {
    id: 'corporate-attack.hackers',
    type: 'corporate-attack',
    all: [
      'hacker* saldirgan* tehdit_aktor* siber_suclu* korsan*',
      'sunucu* sistem* ag aglari* veri* sirket* erisim* ele_gecir* sizdi* hedef*',
    ],
    within: 10,
    confidence: 0.45,
  },
  {
    id: 'corporate-attack.extortion',
    type: 'corporate-attack',
    all: [
      'odeme_gelmez* odenmez* yapilmaz* gelmezse odemezse* btc bitcoin fidye',
      'yayinla* yayimla* sunucu* veri* video* sizdir* siler* acik* bitir* indir* kapat*',
    ],
    within: 14,
    confidence: 0.6,
  },
  {
    id: 'corporate-attack.on-brand',
    type: 'corporate-attack',
    all: [
      '#to-brand',
      'siber_saldir* sizdilar sizmis* sizildi sizilmis* sizan ddos hackledi* hacklemis* hackleyen* cokertti* cokertmis* fidye* saldiri_duzenle* saldiri_yap*',
    ],
    within: 8,
    unless: 'kurye* subesine magazasina taraftar* troll*',
    confidence: 0.6,
  },
  {
    id: 'corporate-attack.brand-hacked',
    type: 'corporate-attack',
    all: ['#brand', 'hacklendi hacklenmis* hacklenen hackledik hacklediler cokerttik* saldiri_altinda siber_saldiriya'],
    within: 4,
    unless: '#me hesabi',
    confidence: 0.55,
  },
  {
    id: 'corporate-attack.take-down',
    type: 'corporate-attack',
    all: ['#brand', 'dusuruyoruz cokertiyoruz indiriyoruz cokertecegiz hackleyecegiz patlatiyoruz hedef_alindi'],
    within: 12,
    confidence: 0.6,
  },

  {
    id: 'threat.kill',
    type: 'threat-to-person',
    all: [
      'oldururum oldurecegim vuracagim vururum gebertirim geberteceg* kafasini_kir* kafasini_kes* kafani_kir* ayagini_kir* bacagini_kir* kemiklerini* yakacagim keserim bicaklar* sag_cikamaz* sagam_cikamaz ellerini_kir* agzini_burnunu*',
    ],
    confidence: 0.7,
  },
  {
    id: 'threat.home',
    type: 'threat-to-person',
    all: [
      'evini ev_adresi* evinin oturdugu* apartman* plakasini adini_soyadini cocuklarini ailesini nerede_oturdu* kapindayim adresini',
      'biliyorum biliyoruz buldum aldim ogrendim bekle* gider* gelecegim gidin gelirim bulurum paylasiyorum',
    ],
    within: 8,
    unless: 'kargo* teslimat* fatura* siparis*',
    confidence: 0.55,
  },
  {
    id: 'threat.wait',
    type: 'threat-to-person',
    all: [
      'kurye* mudur* temsilci* calisan* gorevli* satici* kasiyer* personel* soforu* sahibini',
      'bekleyecegim bulurum bulacagim gorecek gununu_gor* hesabini_sor* bedelini_oder yuzune pisman_ed* doverim dovecegim basacagim yakariz',
    ],
    within: 12,
    confidence: 0.5,
  },
  {
    id: 'threat.threatened',
    type: 'threat-to-person',
    all: [
      'tehdit_etti* tehdit_ediyor* tehdit_edildi* tehdit_mesaj* olum_tehdidi* beni_tehdit* darp_etti* darp_edildi* bicakla_saldir* saldirdi',
    ],
    unless: 'siber* dava icra* mahkeme* avukat*',
    confidence: 0.5,
  },

  {
    id: 'boycott.word',
    type: 'boycott',
    all: ['boykot* *boykot* *almiyoruz* *protesto*'],
    unless: 'boykot_degil',
    confidence: 0.65,
  },
  {
    id: 'boycott.nobody',
    type: 'boycott',
    all: [
      'kimse herkes hep_beraber hep_birlikte hepimiz millet arkadaslar gencler lutfen topluca',
      'almasin almayin almiyoruz aldirmayin gitmeyin girmesin kullanmayin iptal_ed* iptal_edelim protesto*',
    ],
    within: 8,
    confidence: 0.45,
  },
  {
    id: 'boycott.neither-buy',
    type: 'boycott',
    all: ['almayin_aldirmayin almiyorum_aldirmiyorum protesto_ediyoruz almama_cagrisi* raflarda_curut*'],
    confidence: 0.65,
  },

  {
    id: 'smear.abuse',
    type: 'smear',
    all: [
      'hirsiz* serefsiz* soysuz* haysiyetsiz* karaktersiz* ahlaksiz* sahtekar* uckagitci* uc_kagit* soyguncu* haydut* pislik* allah_belanizi* belanizi_versin cop_firma cop_sirket les kepaze* haram_zikkim alcak* namussuz* rezil_firma dolandirici_firma dolandiricisiniz dolandiricilar',
    ],
    confidence: 0.45,
  },
  {
    id: 'smear.equals',
    type: 'smear',
    all: ['#brand', 'hirsiz* cop copluk les pislik* serefsiz* soyguncu* dolandirici* batsin'],
    within: 4,
    confidence: 0.55,
  },

  {
    id: 'competitor-attack.we-are-better',
    type: 'competitor-attack',
    all: [
      'olarak_soruyoruz ekibi_olarak biz_dogaliz farki bize_gec* bize_gelin bizde_yok',
      'onlarin kanser* #brand rakip*',
    ],
    within: 14,
    confidence: 0.4,
  },
  {
    id: 'competitor-attack.rival',
    type: 'competitor-attack',
    all: ['rakip* rakibi* rakibin*', 'kotule* karala* reklam* iftira* brosur* yalan* haksiz_rekabet* slayt*'],
    within: 10,
    confidence: 0.55,
  },
  {
    id: 'competitor-attack.unfair',
    type: 'competitor-attack',
    all: ['haksiz_rekabet* karalama_kampanya* karsilastirmali_reklam*'],
    confidence: 0.55,
  },
];

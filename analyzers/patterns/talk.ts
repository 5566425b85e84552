// Patterns: ordinary talk. Complaint, review, thanks, question, wish, news of the trade, advertising.
// The trained model carries most of these; the patterns give it evidence. Read form.ts first.

import type { Pattern } from './form.ts';

export const TALK: readonly Pattern[] = [
  {
    id: 'complaint.remedy',
    type: 'complaint',
    all: [
      'iade* cozum* cozul* cozun duzelt* degisim* geri_odeme* ucretimi parami geri_istiyorum ilgilen* magdur* tazmin* karsilansin telafi*',
      'istiyorum talep* bekliyorum edilsin yapilsin edilmedi yapilmadi olmadi rica_ediyorum lutfen edin edilmiyor yapin bulunmadi giderilsin saglansin',
    ],
    within: 8,
    confidence: 0.5,
  },
  {
    id: 'complaint.waiting',
    type: 'complaint',
    all: [
      'hala* gundur haftadir aydir halen defalarca kac_kere',
      'gelmedi yatmadi donus* teslim_edilmedi yapilmadi cozulmedi ulasmadi bekliyorum gonderilmedi ulasamiyorum aradim cevap_yok verilmedi olmadi',
    ],
    within: 10,
    confidence: 0.5,
  },
  {
    id: 'complaint.victim',
    type: 'complaint',
    all: ['magdurum magduriyet* sikayetciyim magduriyetim* magdur_edildim sikayetim*'],
    confidence: 0.5,
  },

  {
    id: 'negative-review.never-again',
    type: 'negative-review',
    all: [
      'bir_daha_alma* bir_daha_asla tavsiye_etmem tavsiye_etmiyorum pisman* almayin begenmedim begenmedik memnun_kalmadim memnun_degil* hayal_kirikli* rezalet* berbat* kalitesiz* ise_yaramaz* para_tuzagi paranizi_cope',
    ],
    confidence: 0.4,
  },

  {
    id: 'praise.thanks',
    type: 'praise',
    all: [
      'tesekkur* memnun_kald* cok_memnun* tavsiye_ederim tavsiye_ediyorum bayildim harika* mukemmel* super bravo helal_olsun elinize_saglik cok_begendim cok_iyi gayet_iyi',
    ],
    unless: 'degil sikayet* rezalet* hani ironi pesinen sozde kampanyaniz* maalesef',
    confidence: 0.4,
  },

  {
    id: 'question.price',
    type: 'question',
    all: [
      'var_mi kac_tl fiyati_ne* ne_kadar nasil_al* nereden_al* nerden_al* bilen_var_mi kac_taksit ne_zaman_gel* onerir_misiniz tavsiye_eder_misiniz alinir_mi calisir_mi kullanan_var_mi memnun_musunuz olur_mu bilgi_alabilir* fikri_olan',
    ],
    confidence: 0.45,
  },

  {
    id: 'suggestion.wish',
    type: 'suggestion',
    all: [
      'keske olsa_guzel* olsa_ne_guzel* ekleseniz* gelse_guzel* gelse_artik eklense* yapsaniz* acsaniz* koysaniz* onerim* oneri* tavsiyem* ekleyin getirin olsa_ya',
    ],
    unless: 'keske_almasaydim keske_gec* pisman*',
    confidence: 0.4,
  },

  {
    id: 'announcement.company',
    type: 'announcement',
    all: [
      'duyurdu acikladi acilis* acildi hizmete_girdi is_birligi* isbirligi* sponsor* anlasma* imzaladi lansman* tanitti yatirim* bilanco* net_kar kar_acikladi ihrac* halka_arz* acilacak basladi is_ilani personel_alimi* pozisyon*',
    ],
    confidence: 0.3,
  },

  {
    id: 'spam.betting',
    type: 'spam',
    all: [
      'bahis* bonus* deneme_bonusu freespin* casino* slot* cevrimsiz* betting *bet* iddaa_tahmin* cekilis* rt_yap* takip_et_kazan* begen_kazan hediye_ceki_kazan',
    ],
    confidence: 0.4,
  },
  {
    id: 'spam.tickers',
    type: 'spam',
    all: [
      'thyao eregl bist100 borsa hisse sasa garan akbnk pgsus tuprs kchol xu100 ytd',
      'eregl bist100 borsa sasa garan akbnk tuprs kchol sahol asels froto sise xu100 krdmd astor',
    ],
    within: 12,
    confidence: 0.55,
  },
  {
    id: 'spam.sms',
    type: 'spam',
    all: [
      'sms_almak_istemiyor* ret_yaz* iptal_icin yazip_gonder* kampanyadan_yararlan* hemen_tikla* linke_tikla* b0* mersis* kisa_mesaj_ret',
    ],
    confidence: 0.45,
  },
];

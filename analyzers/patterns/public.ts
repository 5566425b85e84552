// Patterns: what the public says and does. Courts, news, rumours, scandals, faith and politics, machines that err, insiders.
// Read form.ts first.

import type { Pattern } from './form.ts';

export const PUBLIC: readonly Pattern[] = [
  {
    id: 'legal-process.authority-acts',
    type: 'legal-process',
    all: [
      '$court',
      'ceza* sorusturma* karar* inceleme* yasakla* durdur* baskin* gozalti* tutukla* iptal_etti* dava_acti* dava_acildi* sucla* haciz* kapatil* basvuru*',
    ],
    within: 8,
    confidence: 0.5,
  },
  {
    id: 'legal-process.i-filed',
    type: 'legal-process',
    all: [
      'hakem_heyeti* tuketici_hakem* tuketici_mahkeme* savci* cimer* btk bddk mahkeme* dava emniyet* polis* karakol* noter* e_devlet icra* avukat*',
      'basvurdum basvuruyorum basvuracagim basvurdu* sikayet_ettim sikayet_edecegim sikayette_bulun* actim acacagim aciyorum acildi suc_duyuru* tasidim bildirdim veriyorum verecegim ihtar* basvurusu* ifade_ver*',
    ],
    within: 10,
    unless: 'belki',
    confidence: 0.55,
  },
  {
    id: 'legal-process.words',
    type: 'legal-process',
    all: [
      'suc_duyuru* yasal_surec* hukuki_surec* icra_takibi* ihtarname* tuketici_hakem_heyeti* idari_para_ceza* sorusturma_acti* sorusturma_baslat* dava_acildi* yasal_islem_baslat* yasal_yollara* hukuki_yollara*',
    ],
    confidence: 0.5,
  },

  {
    id: 'negative-news.layoff',
    type: 'negative-news',
    all: [
      'isten_cikar* toplu_cikis* iflas* konkordato* zarar_acikladi* zarar_etti* kapatma_karari skandal* tepki_cekti tepki_cekiyor mercek_alti* suclamasi*',
      '$press',
    ],
    within: 25,
    confidence: 0.45,
  },
  {
    id: 'negative-news.headline',
    type: 'negative-news',
    all: [
      '#brand',
      'iddia* skandal* sok* kriz* tepki* ceza* coktu dustu zarar* sorusturma* siber_saldiri* isten_cikar* grev*',
      'haber* duyurdu acikladi bildirildi belirtildi ortaya_cikti aciklama* gundem* one_surdu',
    ],
    within: 25,
    confidence: 0.4,
  },

  {
    id: 'misinformation.bankrupt',
    type: 'misinformation',
    all: [
      'iflas_etmis* batmis* kapaniyormus* satilmis* kapanacakmis* iflas_ediyormus* cekiliyormus* batiyormus* battigini kapatiyormus*',
    ],
    unless: 'yalan asilsiz',
    confidence: 0.55,
  },
  {
    id: 'misinformation.claim-about',
    type: 'misinformation',
    all: ['iddiasi'],
    unless: 'iddiasi_uzerine taciz savci* mahkeme*',
    confidence: 0.35,
  },
  {
    id: 'misinformation.untrue',
    type: 'misinformation',
    all: [
      'asilsiz* dogru_degil gercegi_yansitma* yalan_haber* gercek_disi* dogru_olmadig* uydurma_haber*',
      'iddia* haber* paylasim* soylenti* bilgi*',
    ],
    within: 10,
    openly: true,
    confidence: 0.5,
  },
  {
    id: 'misinformation.hearsay',
    type: 'misinformation',
    all: [
      'duydugum* diyorlar deniyor soyleniyor rivayet* soylenti* herkes_bilsin yayin_yayalim',
      'varmis* yapmis* satmis* ediyormus* kullaniyormus* yokmus* bitiyor* vermis* aliyormus*',
    ],
    within: 14,
    confidence: 0.5,
  },

  {
    id: 'personal-scandal.executive',
    type: 'personal-scandal',
    all: [
      '$executive',
      'taciz* taciz_iddia* darp* alkollu* skandal* videosu goruntu* ses_kaydi* istismar* gozaltina kufur* mesajlasma* yasak_ask* tutuklan* rusvet* kavga* hakaret*',
    ],
    within: 14,
    confidence: 0.55,
  },

  {
    id: 'sensitive-topic.faith',
    type: 'sensitive-topic',
    all: [
      '#brand reklam* film* marka* sirket* firma* urun*',
      'ezan* cami* mezhep* alevi* kurt kurtce ermeni* yahudi* israil* siyonist* ataturk* dinimiz* dini_deger* islam* hristiyan* musluman* lgbt* irkci* irkcilik* ayrimci* cinsiyetci* akp chp mhp hdp partisi* secim* gazze* filistin* teror* vatan_haini fetocu* pkk kadin_dusman* gocmen* multeci* engelliler*',
    ],
    within: 16,
    confidence: 0.45,
  },

  {
    id: 'ai-misstatement.says',
    type: 'ai-misstatement',
    all: [
      'chatgpt* gpt gemini copilot grok yapay_zeka* yapay_ozet* sohbet_robotu* asistan* ai_overview* arama_ozet*',
      'diyor* dedi* soyluyor* yaziyor* uydur* yanlis* yanit* ozet* gosteril* verdi* gore',
    ],
    within: 12,
    unless: 'deepfake reklam* video* ses*',
    confidence: 0.5,
  },

  {
    id: 'ex-employee.worked-there',
    type: 'ex-employee',
    all: [
      '#brand magaza* depo* sube* fabrika* sirket* firma* burada orada orda burda',
      'calistim calisiyordum calisirken calismistim calisiyorum isten_cikar* istifa_ettim ayrildim kuryesiyim calisaniyim personeliyim gorev_yaptim memuruydum elemaniydim antrenorluk_yaptim vardiyadayim stajyerdim',
    ],
    within: 10,
    unless: 'calisiyorum_diye arkadasim kuzenim calisamiyorum tedarik*',
    confidence: 0.55,
  },
  {
    id: 'ex-employee.former',
    type: 'ex-employee',
    all: ['eski', 'calisani* calisanin* muhendis* personel* uzmani* mudur* sef* kurye* olarak_yaziyorum'],
    within: 5,
    unless: 'esyalar calisir',
    confidence: 0.45,
  },
];

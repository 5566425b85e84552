// The form in which a Turkish speaker writes down how a threat sounds, and the word lists that several patterns share.
// A pattern is words near each other; it never decides alone: guards and the trained model have their say (threats.ts).
//
// HOW TO READ A PATTERN
//   all      one or more groups; a word of EVERY group must occur, all within `within` words of each other.
//   a group  words separated by spaces, lower case, without Turkish letters (ş is s, ı is i):
//              dolandir*     any ending        sahte         exactly this word
//              kart_bilgi*   words in a row    $money        a shared list of this file
//              *boykot*      inside a hashtag
//              #brand  #domain  #handle  #number  #link      a name of the brand, an address, an @account, a number, a link
//              #from-brand "Markam'dan arıyoruz"   #to-brand "Markam'a sızdılar, Markam sunucularına girmişler"
//              #of-brand   "Markam'ın verileri"    #by-brand "Markam numaramı satıyor"
//              #as-brand   somebody else, in its name: "Markam adına", "Markam'mış gibi", "kendini Markam çalışanı olarak
//                          tanıtan", "Markam'dan arayan"    (roles.ts says how these five are read)
//              #me         whom it happened to is the author or their own: "bana", "annemden", "hesabımdan", "dolandırıldım"
//   unless   the pattern is dropped when one of these stands within the same stretch (five words to each side of it).
//   openly   true: a denial ("değil", "yalanladı", "sızdırmadı") does not weaken it. What else stands around it: frames.ts.

import type { FindingType } from '../../core/types.ts';

export interface Pattern {
  /** 'type.what-it-catches'; appears in the model's features: rename only with a retraining. */
  id: string;
  type: FindingType;
  all: readonly string[];
  /** Words between the first and the last group, at most. Default 8. */
  within?: number;
  unless?: string;
  openly?: boolean;
  /** How sure a hit alone makes us, 0 to 1. */
  confidence: number;
}

/** Lists used by name ($name) in patterns. */
export const LISTS: Readonly<Record<string, string>> = {
  money:
    'iban* kapora* havale* eft kart_bilgi* kartimdan kart_numara* dekont* ucret* para parayi parami lira tl odeme* kart kartinizi',
  secret:
    'sifre* parola* kart_bilgi* kart_numara* kartin* cvv kimlik* tc tckn iban* onay_kod* sms_kod* dogrulama_kod* kod kodu bilgilerinizi bilgilerimi sifrenizi',
  contact: 'aradi* arayan* arayip aranan* arandim ariyor* araniyor* mesaj* sms whatsapp* telefon* dm yazdi* ozelden',
  fake: 'sahte* taklit* kopya* korsan* fake duzmece uydurma klon* birebir',
  site: 'site* websitesi sayfasi adres* domain* link* #domain uzanti*',
  page: 'sayfa* kanal* grup grubu uygulama* magaza* instagram* facebook* profil* telegram* hesabi_acmis*',
  account: 'hesap* hesab* profil* kullanici* #handle',
  staff:
    'temsilci* calisan* mudur* yetkili* personel* destek* ekibi* gorevli* kurye* danisman* ceo* yonetici* patron* sahibi*',
  executive:
    'ceo* patron* sahibi* mudur* yonetici* yonetim_kurulu* kurucu* direktor* baskan* genel_mudur* reklam_yuzu* influencer* hoca* sefi ortagi',
  data: 'veri* bilgileri* bilgilerim* numaralar* numarami musteri_liste* database veritaban* kisisel_veri* kayitlari dosyalari adresleri tc_kimlik* satir',
  service:
    'uygulama* site* sistem* internet* sebeke* hat hatlar* yayin* sunucu* app odeme* giris* baglanti* server* mobil_bankacilik* check_in* altyapi* kasa*',
  court:
    'mahkeme* savci* dava* bakanlig* kurulu kurum rekabet_kurumu bddk btk kvkk spk reklam_kurulu hakem_heyeti* tuketici_hakem* icra* emniyet* polis* zabita karakol* cimer* e_devlet noter* sorusturma*',
  press: 'iddia* haber* aciklama* ortaya_cikti duyurdu bildirildi acikladi belirtildi one_surdu ogrenildi',
};

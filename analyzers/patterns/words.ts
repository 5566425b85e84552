// Words that say how an act is told (heard, denied, asked, on a screen …) and whom it happened to, as bits. Every word is
// looked at once and remembered, so a known word costs one look-up. Folded forms: ş is s, ı and ü are i and u.

/** A word, or two words in a row, of which one says it. */
const FORMS = {
  /** The author or their own: as an object, a loss or a passive, not "okudum". */
  me: /^(?:bana|beni|benim|benden|bende|bize|bizi|bizim|bizden|kendi(?:me|mi|mize)|magdurum|magduruz|(?:hesab|kart|hatt|numara|bilgi(?:ler)?|veri(?:ler)?|telefon|adres|kimlig|sifre|siparis|cuzdan|mail|profil|instagram|whatsapp|fotograf(?:lar)?|ev)(?:[iu])?m(?:a|e|i|u|da|de|dan|den|la|le|in|iz.{0,4})?|param(?:i|in|a|iz.{0,2})?|paramiz.{0,2}|(?:anne|baba|dede|nine|babaanne|anneanne|teyze|hala|abla)m(?:i|e|a|in|den|dan|le|la|lere|lara)?|(?:es|kardes|ogl|kiz|amca|day|ab)[iu]m(?:i|u|e|a|in|un|den|dan)?|(?!bayil|sikil|yorul|ayril|takil|katil|sasir)(?:.{3,}[iu]l|edil|kan|kapt[iu]r|yat[iu]r|gonder)d[iu][mk])$/,
  others:
    /^(?:arkadas.*|komsu.*|tanidi(?:g|k).*|musteriler.*|insanlar.*|vatandas.*|kullanicilar.*|birini|birinden|birinin|kadindan|adamdan|magdurlar.*|yaslilar.*|yasli|kisilerden|kisinin|herkesi|herkesin|abonelerin.*)$/,
  heard:
    /^(?:diyorlar.*|derler|deniyor.*|denil(?:iyor|en|di|mis).*|soyleniyor.*|soylenen.*|soylenti.*|iddia(?!name|li|siz|c).*|duydu[mk]|duydug.*|duymus.*|guya|sozde|sozumona|rivayet.*|dedikodu.*|kulagima|kulaktan|(?:ileri|one) sur.*|mis mis|mus mus)$/,
  /** The -mış past of a verb; -mıştır is the language of reports. */
  told: /^(?!(?:gecmis|yemis|gumus|yetmis|altmis|demis|ermis|olmus|bitmis|gelmis|kalmis)$).{2,}m[iu]s(?:l[ae]r)?$/,
  said: /^(?:diye|dedi(?:ler)?|demis(?:ler)?|diyen.*|diyor|yazmis(?:lar)?|yazdi|yaziyor|yaziyordu|seklinde|soyledi(?:ler)?|baslikli|basligi.*)$/,
  asks: /^(?:mi|mu|mis[iu]n.*|m[iu]y[iu].*|m[iu]yd[iu]|midir|mudur|acaba)$/,
  conditional:
    /^(?:eger|sayet|olursa|olsa|.{2,}(?:[aeiu]r|d[iu]y|m[iu]s|m[ae]z|[iu]yor|[ae]c[ae]k)s[ae](?:m|n|k|n[iu]z|l[ae]r)?)$/,
  solved:
    /^(?:coz[iu]ld[iu]|cozuldu|cozdu(?:ler|m|k)?|halloldu|halledildi|hallett?i(?:ler|m|k)?|geri ald[iu][mk]|geri verdiler|geri yatt[iu]|geri yat[iu]r.*|iade ett?i(?:ler)?|iade edildi|iade ald[iu]m|iade geldi|giderildi|duzeldi|duzeltildi)$/,
  figurative:
    /^(?:resmen|adeta|sanki|gibi|mecazen|tabiri|el yakiyor|cep yakiyor|cebimizi yakiyor|can yakiyor|cepleri yakiyor)$/,
  /** A word of films, plays and games; where the act stands in one: "filmde", "dizinin". */
  screen:
    /^(?:(?:dizi|film|bolum|sahne|oyun|roman|sezon|senaryo|fragman|belgesel)(?:d[ae](?:ki.*)?|[iu]nd[ae](?:ki.*)?|n?[iu]n|s[iu]n[iu]n|[iu]n[iu]n|s[iu]nd[ae](?:ki.*)?|l[ae]rd[ae]))$/,
  /** Says behind the act that there is nothing to it, wherever in the sentence. */
  disproved:
    /^(?:yalanla.*|yasanmadi.*|yasanmamis.*|bulunmamakta.*|bulunmadi.*|dogru degil.*|gercek degil.*|konusu degil.*|gercegi yansitm.*|dogru olmad.*)$/,
  /** The same, before the act or behind it. */
  rumour: /^(?:asilsiz.*|gercek disi.*|sehir efsanesi.*|yalan haber.*)$/,
  /** "Sadece X değil" denies nothing. */
  only: /^(?:sadece|yalniz|yalnizca|tek)$/,
  notSo: /^degil(?:dir|mis|di)?$/,
  /** Denies only what stands right before it. */
  not: /^(?:yok|yoktur|yokmus|olmadi|olmamis|olmamistir|yalan|yalanmis)$/,
  /** Of these "yok" says that the act did not happen: "böyle bir şey yok". */
  matter: /^(?:sey|durum|olay|boyle|oyle|kayit|bulgu|ihlal.*|sizinti.*|saldiri.*)$/,
  /** "Şaka değil", "tek ben değil": what is denied is not the act. */
  notTheAct:
    /^(?:saka|para|paralar|ilk|tek|sorun|onemli|belli|normal|guvenli|guvenilir|haberi.*|bilgi.*|cevap|cozum|iade|donus|muhatap|ses|kimse|param|etik|umrunda|umurunda|hic)$/,
} as const;

export type WordClass = keyof typeof FORMS;

const CLASSES = Object.keys(FORMS) as WordClass[];

/** The bit of each class. */
export const BIT = Object.fromEntries(CLASSES.map((name, i) => [name, 1 << i])) as Readonly<Record<WordClass, number>>;

/** Words that may begin one of the pairs above. */
const BEGINS_PAIR =
  /^(?:geri|iade|dogru|gercek|gercegi|konusu|sehir|yalan|el|cep|cebimizi|can|cepleri|ileri|one|mis|mus)$/;
const PAIR = 1 << CLASSES.length;

const MAX_KNOWN = 20_000;
const LONGEST_WORD = 30;
let known = new Map<string, number>();

function bitsOf(text: string): number {
  const found = known.get(text);
  if (found !== undefined) return found;
  let bits = BEGINS_PAIR.test(text) ? PAIR : 0;
  for (const name of CLASSES) if (FORMS[name].test(text)) bits |= BIT[name];
  if (known.size >= MAX_KNOWN) known = new Map();
  // A slice of a text would keep the whole text alive.
  known.set(` ${text}`.slice(1), bits);
  return bits;
}

/** The classes of a word and of the pair that it makes with the next one. */
export function classesOf(word: string, next: string | undefined): number {
  if (word.length > LONGEST_WORD) return 0;
  const bits = bitsOf(word);
  if ((bits & PAIR) === 0 || next === undefined || next.length > LONGEST_WORD) return bits & ~PAIR;
  return (bits | bitsOf(`${word} ${next}`)) & ~PAIR;
}

export function isFirstPerson(word: string): boolean {
  return word.length <= LONGEST_WORD && (bitsOf(word) & BIT.me) !== 0;
}

/** A folded text that tells of something heard, and of nothing that happened to the author. */
export function isOnlyHeard(folded: string): boolean {
  const words = folded.match(/\p{L}+/gu) ?? [];
  let bits = 0;
  words.forEach((word, at) => {
    bits |= classesOf(word, words[at + 1]);
  });
  return (bits & BIT.heard) !== 0 && (bits & BIT.me) === 0;
}

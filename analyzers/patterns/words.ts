// Words that say how an act is told (heard, denied, asked, on a screen …) and whom it happened to, as bits. Every word is
// looked at once and remembered, so a known word costs one look-up. Folded forms: ş is s, ı and ü are i and u.

function anyOf(...parts: string[]): RegExp {
  return new RegExp(`^(?:${parts.join('|')})$`);
}

const CASE = '(?:a|e|i|u|in|un|d[ae]n?|l[ae])?';
const IN_IT = '(?:n?[iu]n|s?[iu]n[iu]n|(?:s?[iu]n)?d[ae](?:ki.*)?|l[ae]rd[ae])';

/** Of each class the words, or two words in a row, of which one says it. */
const FORMS = {
  /** The author or their own: as an object, a loss or a passive ("dolandırıldım"), not "okudum". */
  me: anyOf(
    'bana|beni|benim|benden|bende|bize|bizi|bizim|bizden|kendi(?:me|mi|mize)|adima|adimiza|uzerime|magdurum|magduruz',
    `(?:hesab|kart|hatt|numara|bilgi(?:ler)?|veri(?:ler)?|telefon|adres|kimlig|sifre|siparis|cuzdan|ev)[iu]?m(?:iz)?${CASE}`,
    `(?:mail|profil|instagram|whatsapp|fotograf(?:lar)?|para)[iu]?m(?:iz)?${CASE}`,
    `(?:anne|baba|dede|nine|babaanne|anneanne|teyze|hala|abla)m(?:l[ae]r)?${CASE}`,
    `(?:es|kardes|ogl|kiz|amca|day|ab)[iu]m${CASE}`,
    '(?!bayil|sikil|yorul|ayril|takil|katil|sasir)(?:.{3,}[iu]l|edil|kan|kapt[iu]r|yat[iu]r|gonder)d[iu][mk]',
  ),
  others: anyOf(
    '(?:arkadas|komsu|vatandas|magdur).*|(?:musteri|insan|kullanici|abone|yasli)l[ae]r.*|tanidi[gk].*',
    'birini|birinden|birinin|kadindan|adamdan|yasli|kisilerden|kisinin|herkesi|herkesin',
  ),
  heard: anyOf(
    'diyorlar.*|derler|deniyor.*|denil(?:iyor|en|di|mis).*|soyle(?:niyor|nen|nti).*|iddia(?!name|li|siz|c).*',
    'duydu[mk]|duydug.*|duymus.*|rivayet.*|dedikodu.*|kulagima|kulaktan|guya|sozde|sozumona',
    '(?:ileri|one) sur.*|mis mis|mus mus',
  ),
  /** The -mış past of a verb; -mıştır is the language of reports. */
  told: anyOf('(?!(?:gecmis|yemis|gumus|yetmis|altmis|demis|ermis)$).{2,}m[iu]s(?:l[ae]r)?'),
  said: anyOf(
    'diye|dedi(?:ler)?|demis(?:ler)?|diyen.*|diyor|soyledi(?:ler)?',
    'yaz(?:mis(?:lar)?|iyor|iyordu)|seklinde|baslikli|basligi.*',
  ),
  asks: anyOf('m[iu]|mis[iu]n.*|m[iu]y[iu].*|m[iu]yd[iu]|m[iu]d[iu]r|acaba'),
  conditional: anyOf(
    'eger|sayet|olursa|olsa',
    '.{2,}(?:[aeiu]r|d[iu]y|m[iu]s|m[ae]z|[iu]yor|[ae]c[ae]k)s[ae](?:m|n|k|n[iu]z|l[ae]r)?',
  ),
  solved: anyOf(
    'cozuldu|cozdu(?:ler|k)?|halloldu|halledildi|halletti(?:ler|k)?|giderildi|duzeldi|duzeltildi',
    'geri (?:ald[iu][mk]|verdiler|yat.*)|iade (?:etti(?:ler)?|edildi|ald[iu]m|geldi)',
  ),
  figurative: anyOf('resmen|adeta|sanki|gibi|mecazen|tabiri|(?:el|can|cep|cebimizi|cepleri) yakiyor'),
  /** Where an act stands in a film, a play or a game: "filmde", "dizinin". */
  screen: anyOf(`(?:dizi|film|bolum|sahne|oyun|roman|sezon|senaryo|fragman|belgesel)${IN_IT}`),
  /** Says behind the act that there is nothing to it, wherever in the sentence. */
  disproved: anyOf(
    'yalanla.*|yasanma(?:di|mis).*|bulunma(?:di|makta).*|gercegi yansitm.*|dogru olmad.*',
    '(?:dogru|gercek|konusu) degil.*',
  ),
  /** The same, before the act or behind it. */
  rumour: anyOf('asilsiz.*|gercek disi.*|sehir efsanesi.*|yalan haber.*'),
  notSo: anyOf('degil(?:dir|mis|di)?'),
  /** "Sadece X değil" denies nothing. */
  only: anyOf('sadece|yalniz|yalnizca|tek'),
  /** "Şaka değil", "muhatap yok": what is denied is not the act. */
  notTheAct: anyOf(
    'saka|ilk|tek|sorun|onemli|belli|normal|guvenli|guvenilir|etik|um[u]?runda|hic',
    'para|paralar|param|haberi.*|bilgi.*|cevap|cozum|iade|donus|muhatap|ses|kimse',
  ),
  /** Denies only what stands right before it, or one of the words for what happened: "böyle bir şey yok". */
  not: anyOf('yok|yoktur|yokmus|olmadi|olmamis|olmamistir|yalan|yalanmis'),
  matter: anyOf('sey|durum|olay|boyle|oyle|kayit|bulgu|(?:ihlal|sizinti|saldiri).*'),
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

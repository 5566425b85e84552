// Who does what to whom: the part that the brand plays where it is named, read from the ending of its name ("Markam'dan")
// or of the noun that carries the case for it ("Markam müşteri hizmetlerinden"), and from the words behind it.
// Says nothing about good or bad. Looks at most eight words past each naming.

import type { PatternToken } from './match.ts';

/**
 * from: ablative ("X'den arıyoruz")          to: done to the brand ("X'e sızdılar", "X'i hackledi", "X sunucularına girmişler")
 * of:   genitive ("X'in verileri")           by: the brand does it ("X numaramı satıyor")
 * as:   somebody else, in its name ("X adına", "X'miş gibi", "X görünümlü", "X'den arayan", "kendini X çalışanı olarak tanıtan")
 */
export type Role = '#from-brand' | '#to-brand' | '#of-brand' | '#by-brand' | '#as-brand';

export const ROLES: readonly string[] = ['#from-brand', '#to-brand', '#of-brand', '#by-brand', '#as-brand'];

const FROM = /[dt][ae]n(?:im|iz|mis.*)?$/;
const TO = /(?:^|[ynrm])[aeiu]$/;
const OF = /(?:^|[nrm])[iu]n$/;
const AS_IF = /^y?m[iu]s/;

const HEAD_FROM = /^.{2,}[iu]n[dt][ae]n(?:im|iz)?$/;
/** What a brand has and strangers get into; "X iddialarını yalanladı" is not done to X. */
const HEAD_TO =
  /^(?:sunucu|sistem|veritaban|altyapi|ag|server|site|internet|uygulama|hesa[bp]|sayfa|kanal|banka|sirket|firma|magaza|sube|depo|fabrika|bina|bilgisayar).*[iu]n[aeiu]$/;
/** No noun of the brand's follows behind these: pronouns, the author's things, people who are not the brand. */
const NO_HEAD =
  /^(?:onun|icin|kendin|birin|hakkin|yuzun|tarafin).*|^(?:musteri|abone|kullanici|uye|calisan)l[ae]r.*|m[aeiu]$/;

const IN_NAME =
  /^(?:adina|adiyla|adiniza|adini|ismini|ismiyle|kiligin.*|gorunumlu|gorunumun.*|susu|bahanesiyle|taklidi.*|kisvesi.*)$/;
/** "X adlı hesap", "X diye bir site": a thing that only bears the name; "X adlı şirket" is X. */
const NAMED = /^(?:adli|isimli|adinda|adindaki|diye)$/;
const THING = /^(?:hesa[bp]|sayfa|site|kanal|profil|grup|grub|kisi|biri|uygulama|kullanici|mesaj|sms|link|reklam)/;
const PRESENTS = /^tanit/;
const AS_ONE = /^(?:olarak|gibi|diye|kendi(?:ni|sini))$/;
/** "Adi" alone also means mean. */
const USED = /^(?:kullan|altinda|veril)/;
const STAFF = /^(?:calisan|temsilci|yetkili|personel|gorevli|mudur|danisman|eleman|kurye|avukat|uzman|destek|memur)/;
const POSES = /^(?:tanit.*|oldugunu|kiligin.*|susu|gibi)$/;
const POSING = /[iu]y?m[iu]s/;
/** "Çalışanıyım", "X'denim" alone is an insider's word; with "diye" it is what somebody else said. */
const I_AM = /[iu]y[iu][mz]$|[dt][ae]n(?:im|iz)$/;
const SAID = /^(?:diye|dedi|diyor)/;
const CALLS = /^(?:ariyor.*|ariyoruz|aray.*|aradi(?:lar|g.*|kl.*)?|aramis.*|geliyor.*|yaziyor.*|yazan.*|oldugunu)$/;
const DOES =
  /^(?:sat|ver|paylas|sizdir|cal|cek|dolandir|kandir|soy|topla|dinle|izle|kopyala)(?:[iu]yor|[dt][iu]|m[iu]s)/;

const HEAD_REACH = 3;
const CALL_REACH = 4;
const POSE_REACH = 4;
const DOER_REACH = 6;

/** Every part the brand plays, at the last word of its name (or at the noun that carries the case). */
export function rolesOf(tokens: readonly PatternToken[]): { role: Role; at: number }[] {
  const found: { role: Role; at: number }[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const ending = tokens[at]?.isBrand && !tokens[at + 1]?.isBrand ? (tokens[at]?.ending ?? '') : null;
    if (ending === null) continue;
    const add = (role: Role, place = at): number => found.push({ role, at: place });
    const isOf = OF.test(ending);
    const head = ending === '' || isOf ? headBehind(tokens, at) : null;
    const isFrom = FROM.test(ending) || (head !== null && HEAD_FROM.test(tokens[head]?.folded ?? ''));
    if (isFrom) add('#from-brand', head ?? at);
    else if (head !== null || TO.test(ending)) add('#to-brand', head ?? at);
    if (isOf) add('#of-brand');
    if (isPosedAs(tokens, at, ending, isFrom ? (head ?? at) : null)) add('#as-brand');
    else if (ending === '' && doesIt(tokens, at)) add('#by-brand');
  }
  return found;
}

/** The noun that belongs to the name and carries the case, in a row of words without punctuation. */
function headBehind(tokens: readonly PatternToken[], at: number): number | null {
  for (let i = at + 1; i <= at + HEAD_REACH; i++) {
    const token = tokens[i];
    if (!token || token.start - (tokens[i - 1]?.end ?? 0) > 1) return null;
    const { folded } = token;
    if (NO_HEAD.test(folded)) return null;
    if (HEAD_FROM.test(folded) || HEAD_TO.test(folded)) return i;
  }
  return null;
}

function isPosedAs(tokens: readonly PatternToken[], at: number, ending: string, from: number | null): boolean {
  const word = (i: number): string => tokens[i]?.folded ?? '';
  const some = (first: number, reach: number, form: RegExp): boolean => {
    for (let i = first; i < first + reach; i++) if (form.test(word(i))) return true;
    return false;
  };
  if (AS_IF.test(ending) || some(at + 1, HEAD_REACH, IN_NAME)) return true;
  if (word(at + 1) === 'adi' && USED.test(word(at + 2))) return true;
  if (from !== null && some(from + 1, CALL_REACH, CALLS)) return true;
  if (some(at + 1, POSE_REACH, AS_ONE) && some(at + 1, POSE_REACH + 2, PRESENTS)) return true;
  for (let i = at; i <= at + HEAD_REACH; i++) {
    const given = i === at ? ending : word(i);
    if (I_AM.test(given)) {
      if (some(i + 1, 2, SAID)) return true;
    } else if (i > at && NAMED.test(given) && some(i + 1, 2, THING)) return true;
    else if (i > at && STAFF.test(given) && (POSING.test(given) || some(i + 1, POSE_REACH, POSES))) return true;
  }
  return false;
}

function doesIt(tokens: readonly PatternToken[], at: number): boolean {
  for (let i = at + 1; i <= at + DOER_REACH; i++) {
    const word = tokens[i]?.folded ?? '';
    if (word === 'diye' || tokens[i]?.isBrand) return false;
    if (DOES.test(word)) return true;
  }
  return false;
}

// The shape of a scripted post, and the words that fill the gaps of a text: {urun} {il} {gun} {no} {tutar} {saat}.
// People, goods and places are drawn from short invented lists; no list may hold a real brand or a real person.

import type { Random } from './random.ts';

export type Site = 'news' | 'social' | 'forum' | 'reviews' | 'support';
export type Mood = 'praise' | 'question' | 'complaint' | 'joke' | 'noise' | 'neutral' | 'crisis' | 'calm';

/** One text before it has a time and an author. */
export interface Line {
  site: Site;
  mood: Mood;
  text: string;
  /** Headline of a review or a news item. */
  title?: string;
  /** Forum: title of the topic; the first line of a topic opens it, the others answer. */
  topic?: string;
  stars?: 1 | 2 | 3 | 4 | 5;
  /** News: index into OUTLETS. */
  outlet?: number;
  /** Social: at least this many followers. */
  followers?: number;
}

export interface Person {
  name: string;
  handle: string;
  followers: number;
}

const GOODS =
  'kahve makinesi|sırt çantası|spor ayakkabı|bluetooth kulaklık|nevresim takımı|tost makinesi|bebek arabası|yağmurluk|masa lambası|robot süpürge|kışlık bot|tencere seti|oyuncu faresi|çocuk bisikleti|airfryer|powerbank|mont|halı|saç kurutma makinesi|kedi kumu'.split(
    '|',
  );
const PLACES =
  'Ankara|İzmir|Bursa|Konya|Adana|Trabzon|Eskişehir|Kayseri|Samsun|Gaziantep|Denizli|Van|Mersin|Balıkesir'.split('|');
const FIRST_NAMES =
  'Derya|Mert|Elif|Onur|Seda|Kaan|Buse|Tolga|Melis|Ufuk|Gizem|Serkan|Aslı|Barış|Nehir|Emre|İrem|Volkan|Pınar|Çağrı|Sude|Okan|Yağmur|Cem|Hülya|Tuna|Ece|Alper|Zeynep|Rıza'.split(
    '|',
  );
const TAILS = 'kahvesi|yollarda|evde|34|gezgin|notlari|bahcesi|06|diyorki|kitaplik|dukkan|35|mutfagi|seyir'.split('|');

const ASCII: Record<string, string> = { ç: 'c', ğ: 'g', ı: 'i', ö: 'o', ş: 's', ü: 'u' };

/** 'Çağrı' -> 'cagri': handles, tags and addresses are written without Turkish letters. */
export function asciiTurkish(text: string): string {
  return text.toLocaleLowerCase('tr').replace(/[çğıöşü]/g, (letter) => ASCII[letter] ?? letter);
}

const TURKISH_LETTER = /[çğıöşüÇĞİÖŞÜ]/;

/** Fills every {gap} of a text. Unknown gaps are left as they are, so that a test finds them. */
export function fill(text: string, random: Random): string {
  return filler(random)(text);
}

/** Like fill(), but the same gap gets the same word in every text: a title and its post speak of one thing. */
export function filler(random: Random): (text: string) => string {
  const words = new Map<string, string>();
  return (text) => {
    const isPlain = !TURKISH_LETTER.test(text);
    return text.replace(/\{(\w+)\}/g, (whole, gap: string) => {
      const word = words.get(gap) ?? draw(gap, random) ?? whole;
      words.set(gap, word);
      // Who writes without Turkish letters writes the filled words so, too.
      return isPlain && word !== whole ? asciiTurkish(word) : word;
    });
  };
}

function draw(gap: string, random: Random): string | null {
  switch (gap) {
    case 'urun':
      return random.pick(GOODS);
    case 'il':
      return random.pick(PLACES);
    case 'gun':
      return String(random.int(3, 19));
    case 'no':
      return String(random.int(10_000_000, 99_999_999));
    case 'tutar':
      return String(random.int(12, 480) * 10 + 9);
    case 'saat':
      return String(random.int(2, 9));
    default:
      return null;
  }
}

/** An invented person; most are small accounts, one in twelve is widely read. */
export function somebody(random: Random, minFollowers = 0): Person {
  const first = random.pick(FIRST_NAMES);
  const initial = random.pick([...'ABCDEGHKMNSTYZ']);
  const handle = `${asciiTurkish(first)}_${random.pick(TAILS)}${random.int(1, 99)}`;
  const isWidelyRead = random.next() < 1 / 12;
  const followers = isWidelyRead ? random.int(4_000, 60_000) : random.int(6, 900);
  return {
    name: `${first} ${initial}.`,
    handle,
    followers: Math.max(followers, minFollowers),
  };
}

// One record that somebody brings us (a webhook's item, a line of an import) to a raw mention. Field names are taken in
// Turkish and English. What is wrong with a record is said in one sentence; nothing is guessed.

import { AppError } from '../../core/errors.ts';
import { CHANNELS, type Channel, type RawMention, type ResolutionState } from '../../core/types.ts';
import { parseDate, parseEpoch } from './dates.ts';
import { type Json, numberOf, objectOf, textOf } from './json.ts';
import { resolveLink } from './links.ts';

const ALIASES: Record<string, string[]> = {
  id: ['id', 'nativeid', 'kimlik', 'numara', 'no', 'ticketid', 'kayitno', 'mesajid'],
  text: [
    'text',
    'metin',
    'icerik',
    'mesaj',
    'yorum',
    'body',
    'content',
    'message',
    'comment',
    'aciklama',
    'description',
    'sikayet',
  ],
  title: ['title', 'baslik', 'konu', 'subject', 'headline'],
  url: ['url', 'adres', 'link', 'baglanti', 'permalink'],
  author: ['author', 'yazar', 'kullanici', 'musteri', 'gonderen', 'user', 'username', 'name', 'isim', 'ad'],
  publishedAt: [
    'publishedat',
    'date',
    'tarih',
    'createdat',
    'created',
    'published',
    'zaman',
    'time',
    'timestamp',
    'tarihsaat',
    'datetime',
  ],
  channel: ['channel', 'kanal', 'kaynak', 'source'],
  language: ['language', 'dil', 'lang'],
  rating: ['rating', 'puan', 'yildiz', 'stars', 'score'],
  likes: ['likes', 'begeni', 'favoriler'],
  shares: ['shares', 'paylasim', 'retweets'],
  comments: ['comments', 'yorumsayisi', 'replies', 'cevap'],
  views: ['views', 'goruntulenme', 'okunma'],
  followers: ['followers', 'takipci', 'authorfollowers'],
  parentId: ['parentid', 'ustid', 'inreplyto'],
  threadId: ['threadid', 'konuid', 'conversationid'],
  resolution: ['resolution', 'durum', 'status', 'cozumdurumu', 'sonuc'],
  answer: ['answer', 'yanit', 'firmayaniti', 'firmacevabi', 'reply', 'response'],
  answeredAt: ['answeredat', 'yanittarihi', 'cevaptarihi'],
  siteName: ['sitename', 'site', 'yayin', 'outlet', 'forum', 'magaza'],
};
const FIELD_OF = new Map(
  Object.entries(ALIASES).flatMap(([field, names]) => names.map((name) => [name, field] as const)),
);

const CHANNEL_WORDS: [RegExp, Channel][] = [
  [/destek|cagri|support|zendesk|freshdesk|e-?posta|mail|chat|ticket|whatsapp/, 'support'],
  [/sikayet|complaint|review|yorum|store|play|trustpilot/, 'complaint'],
  [/sosyal|social|twitter|^x$|instagram|facebook|tiktok|mastodon|bluesky|linkedin|youtube/, 'social'],
  [/haber|news|gazete|basin|press/, 'news'],
  [/forum|topluluk|community|sozluk|eksi|reddit|donanim|blog/, 'community'],
  [/arama|search|google/, 'search'],
];

/** Lower case, Turkish letters as their Latin neighbours, nothing but letters and digits: "Yayın Tarihi" -> "yayintarihi". */
function plain(name: string): string {
  const turkish: Record<string, string> = { ı: 'i', ş: 's', ğ: 'g', ç: 'c', ö: 'o', ü: 'u' };
  return name
    .normalize('NFC')
    .toLocaleLowerCase('tr')
    .replace(/[ışğçöü]/g, (letter) => turkish[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z\d]/g, '');
}

/** Every row of a file has the same few names and channels. */
const knownNames = new Map<string, string | null>();
const knownChannels = new Map<string, Channel | null>();
const MAX_NAMES = 1000;

/** The canonical field of a column's name, or null for a column that means nothing to us. */
export function fieldOf(name: string): string | null {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  const field = FIELD_OF.get(plain(name)) ?? FIELD_OF.get(plain(name.toLowerCase())) ?? null;
  if (knownNames.size < MAX_NAMES) knownNames.set(name, field);
  return field;
}

/** The record with canonical field names; the first column of a meaning that holds something wins. */
function canonical(record: Json): Json {
  const fields: Json = {};
  for (const [name, value] of Object.entries(record)) {
    const field = fieldOf(name);
    if (field !== null && (textOf(fields[field]) ?? null) === null) fields[field] = value;
  }
  return fields;
}

export interface RecordOptions {
  /** Zone for dates that name none. */
  timeZone: string;
  /** With it, dates in words ("dün 14:30") are read too. */
  now?: number;
}

/**
 * A raw mention. Throws 'record.invalid' with a sentence: no text, a date, an address or a rating that cannot be read.
 * A leading apostrophe that spreadsheets put before formulas ('=…) is taken off again; formulas are never run.
 */
export function recordToMention(record: unknown, options: RecordOptions): RawMention {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) throw invalid('it is not an object');
  const fields = canonical(record as Json);
  const text = textOf(fields.text);
  const title = cell(fields.title);
  if (text === null && title === null) throw invalid('text is missing');
  const url = textOf(fields.url);
  const link = url === null ? null : resolveLink(/^www\./i.test(url.trim()) ? `https://${url.trim()}` : url, []);
  if (url !== null && link === null) throw invalid('url is not a web address');
  const author = objectOf(fields.author);
  return {
    nativeId: textOf(fields.id)?.trim() ?? null,
    url: link,
    title: text === null ? null : title,
    text: cell(text) ?? title ?? '',
    author: {
      name: cell(typeof fields.author === 'object' ? author.name : fields.author),
      handle: textOf(author.handle) ?? textOf(author.username),
      url: resolveLink(author.url, []),
      followers: numberOf(author.followers) ?? whole(fields.followers, 'followers'),
    },
    publishedAt: dateOf(fields.publishedAt, options),
    language: textOf(fields.language),
    engagement: {
      likes: whole(fields.likes, 'likes'),
      shares: whole(fields.shares, 'shares'),
      comments: whole(fields.comments, 'comments'),
      views: whole(fields.views, 'views'),
      rating: ratingOf(fields.rating),
    },
    parentId: textOf(fields.parentId),
    threadId: textOf(fields.threadId),
    siteName: cell(fields.siteName) ?? (channelOf(fields.channel) === fields.channel ? null : cell(fields.channel)),
    channel: channelOf(fields.channel),
    resolution: {
      state: stateOf(fields.resolution),
      answer: cell(fields.answer),
      answeredAt: dateOf(fields.answeredAt, options),
    },
  };
}

const STATE_WORDS: [RegExp, ResolutionState][] = [
  [/^(?:cozul|solved|resolved|closed|kapan|kapali|tamamlan)/, 'solved'],
  [/^(?:yanitlan|cevaplan|answered|replied)/, 'answered'],
  [/^(?:acik|open|new|yeni|bekl|pending)/, 'open'],
];

/** What a column of states says; null for words that say nothing of it. */
function stateOf(value: unknown): ResolutionState | null {
  const word = plain(textOf(value) ?? '');
  const isNot = /^(?:cozulme|yanitlanma|cevaplanma)(?:di|mis)/.test(word);
  return isNot ? 'open' : (STATE_WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? null);
}

function invalid(what: string): AppError {
  return new AppError('record.invalid', what);
}

function cell(value: unknown): string | null {
  return (
    textOf(value)
      ?.replace(/^'(?=[=+\-@\t\r])/, '')
      .trim() || null
  );
}

/** A channel's id, or what its name says: "Instagram" is social. Null for names that say nothing. */
function channelOf(value: unknown): Channel | null {
  const name = textOf(value)?.trim();
  if (!name) return null;
  if ((CHANNELS as readonly string[]).includes(name)) return name as Channel;
  const known = knownChannels.get(name);
  if (known !== undefined) return known;
  const word = plain(name);
  const channel = CHANNEL_WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? null;
  if (knownChannels.size < MAX_NAMES) knownChannels.set(name, channel);
  return channel;
}

function dateOf(value: unknown, { timeZone, now }: RecordOptions): number | null {
  if (value === undefined || value === null || value === '') return null;
  const at = parseEpoch(value) ?? parseDate(textOf(value)?.trim(), timeZone, now);
  if (at === null) throw invalid('the date cannot be read; write it as 2026-11-24 09:30 or 24.11.2026 09:30');
  return at;
}

function whole(value: unknown, name: string): number | null {
  const text = typeof value === 'string' ? value.trim() : value;
  if (text === undefined || text === null || text === '') return null;
  // 1.234 and 1,234 are thousands in counts.
  const number = numberOf(typeof text === 'string' ? text.replace(/(\d)[.,](?=\d{3}(?:\D|$))/g, '$1') : text);
  if (number === null || number < 0) throw invalid(`${name} is not a number`);
  return number;
}

/** "4", "4,5", "4/5", "8/10", "★★★★". */
function ratingOf(value: unknown): number | null {
  const text = textOf(value)?.trim();
  if (!text) return null;
  const stars = /^[★⭐]+[☆]*$/u.test(text)
    ? [...text].filter((sign) => sign !== '☆' && sign !== '\ufe0f').length
    : null;
  const [amount, most] = text.replace(',', '.').split('/').map(Number);
  const rating = stars ?? (most ? ((amount ?? Number.NaN) / most) * 5 : (amount ?? Number.NaN));
  if (!Number.isFinite(rating) || rating < 0 || rating > 5) throw invalid('the rating is not between 1 and 5');
  return rating < 1 ? null : rating;
}

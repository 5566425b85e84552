// Şikayetvar's notices to the firm: what happened, to which complaint, and what was written. Pure. Written from what such
// notices hold (title, excerpt, link, member), not from saved ones: so it looks for labels and links, never for a layout.
// Must never take a mail of somebody else for a notice: the sender's domain and the receiving server's checks count.

import { fold, foldWithMap } from '../../core/text/fold.ts';
import { all, attribute, lineOf, treeOf } from './dom.ts';
import { resolveLink } from './links.ts';
import { addressOf, headerOf, type Mail } from './mail.ts';

const SITE = 'sikayetvar.com';
const STATES = ['new', 'answered', 'solved'] as const;
export type NoticeState = (typeof STATES)[number];

export interface Notice {
  state: NoticeState;
  /** Null when the mail gives none. */
  title: string | null;
  text: string;
  author: string | null;
  /** Page of the complaint, or of the panel while it is not published. */
  url: string | null;
  /** '/brand/what-happened', or 'no:' and the number; the same in every notice about one complaint. */
  complaintId: string | null;
  brand: string | null;
}

// All of these see folded lines: lower case, no diacritics, İ and ı as i.
/** In this order: a notice that a complaint was solved names the answer as well. */
const STATE_WORDS: [NoticeState, RegExp][] = [
  ['solved', /cozuldu|cozume (?:ulas|kavus)|tesekkur (?:etti|yazdi|mesaji)/],
  [
    'answered',
    /(?:yanit|cevap)(?:iniz|iniza|i|ina)? (?:verdi|verildi|yazdi|yazildi|geldi|yayinlandi|var)|yanitla(?:di|ndi)|cevapla(?:di|ndi)|yeni (?:bir )?(?:yanit|cevap|yorum)/,
  ],
  [
    'new',
    /yeni (?:bir )?sikayet|sikayet(?:iniz)? (?:var|yazildi|yazdi|geldi|olusturuldu|edildi)|hakkinda (?:bir )?sikayet/,
  ],
];

const LABELS = {
  title: /^(?:sikayet(?:in)? )?(?:basli[kg]i?|konu(?:su)?) ?: ?/,
  author: /^(?:sikayet(?:ci| sahibi| eden)|uye(?: adi)?|musteri|yazan|kullanici(?: adi)?) ?: ?/,
  text: /^(?:(?:sikayet(?:in)? )?(?:detayi?|metni|icerigi|ozeti|aciklamasi)|mesaji?|yaniti?|cevabi?|yorumu?|tesekkur mesaji) ?: ?/,
  number: /^(?:sikayet )?(?:no|numarasi|kodu|id) ?[:#] ?/,
  other: /^(?:marka|firma|sirket|tarihi?|sikayet tarihi|kategori|urun|durumu?|e-?posta|telefon|sehir) ?:/,
};
const BUTTON =
  /^(?:(?:hemen )?(?:sikayeti?|detay(?:lari?)?|yaniti?|cevabi?|tumunu|mesaji?) ?(?:gor(?:untule|mek icin tikla(?:yin)?)?|incele|oku|git|yanitla|cevapla)?|yanitla|cevapla|goruntule|incele|tikla(?:yin(?:iz)?)?|buraya tiklayin|devamini oku|panele git) ?[.>»→]*$/;
const FOOTER =
  /^(?:bu (?:e-?posta|mesaj|bildirim)|bildirim (?:ayar|tercih)|abonelik|e-?posta bildirim|sevgiler|saygilar|iyi calismalar|sikayetvar ekibi|©|copyright|kvkk|gizlilik)/;
const GREETING = /^(?:merhaba|sayin|selam|degerli)(?:[ ,].{0,60})?[,!.]?$/;
/** First parts of paths that are no brands. */
const NO_BRANDS = new Set([
  'uye',
  'search',
  'arama',
  'sikayetler',
  'markalar',
  'blog',
  'kurumsal',
  'login',
  'giris',
  'bildirimler',
  'marka-paneli',
  'panel',
]);

/** True when the mail says that it comes from the site and no server on the way doubts that. */
export function isFromSikayetvar(mail: Pick<Mail, 'headers'>, sender = SITE): boolean {
  const domain = addressOf(mail, 'from')?.address.split('@')[1] ?? '';
  if (domain !== sender && !domain.endsWith(`.${sender}`)) return false;
  // The first one is the receiving server's own; others may have come with the mail.
  const checks = (headerOf(mail, 'authentication-results') ?? '').toLowerCase();
  return !/\bdmarc=fail\b/.test(checks) && !(/\bdkim=fail\b/.test(checks) && !/\bspf=pass\b/.test(checks));
}

/** Null for other mails of the site: invoices, offers, weekly reports. `text` is the mail's readable text. */
export function noticeOf(mail: Pick<Mail, 'html'> & { subject: string | null }, text: string): Notice | null {
  const lines = text
    .slice(0, 100_000)
    .split('\n')
    .map((line) => line.trim());
  const state = stateOf(mail.subject ?? '') ?? stateOf(lines.slice(0, 12).join(' '));
  if (state === null) return null;
  const links = linksIn(mail.html, text);
  const complaint = links.find(({ path }) => path !== null) ?? links.find(({ number }) => number !== null);
  const number = labelled(lines, LABELS.number) ?? complaint?.number ?? null;
  const path = complaint?.path ?? null;
  return {
    state,
    title:
      labelled(lines, LABELS.title) ?? complaint?.text ?? quotedIn(mail.subject ?? '') ?? quotedIn(lines.join(' ')),
    text: writtenText(lines.filter((line) => line === '' || line !== complaint?.text)),
    author: labelled(lines, LABELS.author),
    url: complaint?.url ?? null,
    complaintId: path ?? (number === null ? null : `no:${number.replace(/\D/g, '') || number}`),
    brand: path?.split('/')[1] ?? null,
  };
}

function stateOf(text: string): NoticeState | null {
  const folded = fold(text.slice(0, 1500));
  return STATE_WORDS.find(([, words]) => words.test(folded))?.[0] ?? null;
}

interface Link {
  url: string;
  path: string | null;
  number: string | null;
  /** What is written on it, unless it is a button. */
  text: string | null;
}

function linksIn(html: string, text: string): Link[] {
  const anchors = html === '' ? [] : all(treeOf(html), 'a[href]').slice(0, 200);
  const marked = anchors.map((anchor) => ({ href: attribute(anchor, 'href'), text: lineOf(anchor, 300) }));
  const bare = [...text.slice(0, 50_000).matchAll(/https:\/\/[^\s<>"')\]]{4,500}/g)].map(([href]) => ({
    href,
    text: null,
  }));
  return [...marked, ...bare].flatMap(({ href, text: shown }) => {
    const url = resolveLink(unwrapped(href), []);
    return url === null ? [] : (linkOf(url, shown) ?? []);
  });
}

/** Mail services count clicks by an address that holds the real one. */
function unwrapped(href: string | null): string | null {
  if (href === null || !URL.canParse(href)) return href;
  const target = [...new URL(href).searchParams.values()].find((value) =>
    /^https:\/\/(?:[\w-]+\.)*sikayetvar\.com\//.test(value),
  );
  return target ?? href;
}

function linkOf(href: string, shown: string | null): Link | null {
  const url = new URL(href);
  if (url.protocol !== 'https:' || (url.hostname !== SITE && !url.hostname.endsWith(`.${SITE}`))) return null;
  const [brand = '', slug = '', ...rest] = url.pathname.split('/').filter(Boolean);
  const isPublic = /^(?:www\.)?sikayetvar\.com$/.test(url.hostname);
  const isComplaint = isPublic && rest.length === 0 && slug.length > 3 && !/^\d+$/.test(slug) && !NO_BRANDS.has(brand);
  const number = isComplaint ? null : (/(?:^|\/)(\d{5,12})(?:\/|$)/.exec(url.pathname)?.[1] ?? null);
  if (!isComplaint && number === null) return null;
  const text = shown === null || BUTTON.test(fold(shown)) || /^https?:/i.test(shown) ? null : shown;
  const path = isComplaint ? `/${brand}/${slug}` : null;
  return { url: `${url.origin}${url.pathname}`, path, number, text };
}

/** The value behind a label, on its line or the next filled one. */
function labelled(lines: readonly string[], label: RegExp): string | null {
  const at = lines.findIndex((line) => valueBehind(line, label) !== null);
  if (at === -1) return null;
  const here = valueBehind(lines[at] ?? '', label) ?? '';
  const value = here === '' ? (lines.slice(at + 1, at + 4).find((line) => line !== '') ?? '') : here;
  return value === '' || isLabel(value) ? null : value.replace(/^["“”']+|["“”']+$/g, '').slice(0, 500);
}

/** Null when the line does not begin with the label. */
function valueBehind(line: string, label: RegExp): string | null {
  const { folded, at } = foldWithMap(line.slice(0, 200));
  const match = label.exec(folded);
  return match ? line.slice(at(match[0].length)).trim() : null;
}

function isLabel(line: string): boolean {
  const folded = fold(line.slice(0, 100));
  return Object.values(LABELS).some((label) => label.test(folded));
}

function quotedIn(text: string): string | null {
  return /[“"”«]([^“"”«»]{8,300})[”"“»]/.exec(text.slice(0, 5000))?.[1]?.trim() ?? null;
}

/** What stands behind the label of the text until the next label, button or foot; without a label the longest paragraph. */
function writtenText(lines: readonly string[]): string {
  const at = lines.findIndex((line) => valueBehind(line, LABELS.text) !== null);
  if (at === -1) return longest(lines);
  const body = [valueBehind(lines[at] ?? '', LABELS.text) ?? '', ...lines.slice(at + 1)];
  const end = body.findIndex((line, index) => index > 0 && isEnd(line));
  const text = body
    .slice(0, end === -1 ? undefined : end)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return text.replace(/^["“”]+|["“”]+$/g, '').trim();
}

function isEnd(line: string): boolean {
  const folded = fold(line.slice(0, 200));
  return isLabel(line) || BUTTON.test(folded) || FOOTER.test(folded) || /^https?:\/\/\S+$/.test(line);
}

function longest(lines: readonly string[]): string {
  const candidates = lines.filter(
    (line) => line.length > 40 && !isEnd(line) && !GREETING.test(fold(line.slice(0, 200))) && stateOf(line) === null,
  );
  return candidates.reduce((best, line) => (line.length > best.length ? line : best), '');
}

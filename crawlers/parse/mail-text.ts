// What the sender of a mail wrote himself: quoted mails, signatures, disclaimers and "sent from my phone" are cut off.
// Pure. Must never leave nothing where there was something: then the whole text stays.

import { fold } from '../../core/text/fold.ts';
import { htmlToText } from './html-text.ts';

const MAX_TEXT = 100_000;
/** Where mail programs put what they quote or add, by class or id. */
const QUOTES =
  /(?:^|[\s_-])(?:gmail_quote|gmail_attr|gmail_signature|yahoo_quoted|moz-cite-prefix|moz-signature|protonmail_quote|protonmail_signature_block|zmail_extra|WordSection-quote|ms-outlook-mobile-signature|signature)(?:$|[\s_-])/i;
const QUOTE_IDS =
  /^(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|Signature|isForwardContent)$/i;

// All of these see folded lines: lower case, no diacritics, İ and ı as i.
/** One of the lines a mail program puts above what it quotes; everything behind it is somebody else's. */
const QUOTE_START =
  /^(?:[-_\s]{2,}(?:original message|orijinal (?:mesaj|ileti)|ozgun ileti|asil ileti|iletilen (?:mesaj|ileti)|forwarded message|yonlendirilen ileti)[-_\s]*|_{20,})$/;
const HEAD_LINE = /^\*?(?:kimden|gonderen|from) ?:\*? ?\S/;
const HEAD_FOLLOWER =
  /^\*?(?:gonderilme(?: tarihi)?|gonderildi|tarih|kime|konu|cc|bilgi|sent|date|to|subject) ?:\*?(?: |$)/;
const PHONE_LINE =
  /^(?:(?:iphone|ipad|android|samsung|huawei|xiaomi)\S{0,20} .{0,60}gonder(?:ildi|ilmistir)\.?|sent from (?:my|outlook|yahoo|mail|samsung|proton).{0,80}|.{0,40}(?:outlook|yahoo|posta).{0,40}(?:edinin|indirin|gonderildi)\.?(?: ?<http.{0,120})?|get outlook for .{0,80}|(?:mobil )?cihazimdan gonder(?:ildi|ilmistir)\.?)$/;
const FAREWELL =
  /^(?:en iyi )?(?:saygilar(?:imla|imizla|imi sunarim)?|sevgi ve saygilarimla|iyi calismalar(?: dilerim| dileriz)?|(?:best|kind|warm)(?: regards)?|regards|yours (?:sincerely|faithfully)|sincerely)[ ,.!]*$/;
const DISCLAIMER =
  /^(?:\*{0,2}yasal uyari|(?:bu|isbu) (?:e-?posta|elektronik posta|mesaj|ileti)(?: mesaji)?(?:,| ve| ile).{0,200}(?:gizli|kisiye ozel|yalnizca|sadece)|this (?:e-?mail|message)(?: and any attachments?| is).{0,200}(?:confidential|intended))/;
const MAX_CLOSING_LINES = 10;
const MAX_CLOSING_LENGTH = 90;

/** Text of an HTML mail without the elements in which mail programs keep quotes and signatures. */
export function withoutQuotedHtml(html: string): string {
  const own = htmlToText(html, { isDropped: isQuoteElement });
  return own === '' ? htmlToText(html) : own;
}

function isQuoteElement(name: string, attributes: Record<string, string>): boolean {
  if (name === 'blockquote') return true;
  return QUOTES.test(attributes['class'] ?? '') || QUOTE_IDS.test(attributes['id'] ?? '');
}

/** The sender's own words in a plain text of a mail, at most 100,000 characters. */
export function ownWords(text: string): string {
  const lines = text
    .slice(0, MAX_TEXT * 2)
    .split('\n')
    .map((line) => line.trimEnd());
  const own = withoutClosing(withoutQuotes(lines)).join('\n').trim();
  // A mail that only forwards or quotes is read as a whole.
  return (own === '' ? lines.join('\n').trim() : own).replace(/\n{3,}/g, '\n\n').slice(0, MAX_TEXT);
}

function withoutQuotes(lines: readonly string[]): string[] {
  const own: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').trim();
    if (line.startsWith('>')) continue;
    const span = attributionSpan(lines, at);
    if (span > 0) {
      // Answers below a quote: the marked lines go, what follows them is the sender's again.
      if (!nextFilled(lines, at + span).startsWith('>')) break;
      at += span - 1;
      continue;
    }
    if (isQuoteStart(lines, at)) break;
    own.push(lines[at] ?? '');
  }
  return own;
}

/** How many lines the attribution takes that begins here; mail programs break it into up to three. */
function attributionSpan(lines: readonly string[], at: number): number {
  let joined = '';
  for (let count = 1; count <= 3; count++) {
    const line = (lines[at + count - 1] ?? '').trim();
    if (line === '') return 0;
    joined = `${joined} ${line}`.trim();
    if (joined.length > 600) return 0;
    if (isAttribution(joined)) return count;
  }
  return 0;
}

/** "24 Kas 2026 Sal, 10:12 tarihinde Ali <…> şunu yazdı:", "On Tue, Nov 24, 2026 at 10:12 AM Ali <…> wrote:" */
function isAttribution(line: string): boolean {
  if (!line.endsWith(':')) return false;
  const folded = fold(line);
  if (folded.endsWith(' wrote:')) return folded.startsWith('on ');
  if (/ yazdi ?:$/.test(folded)) return /\d/.test(folded) && /tarihinde|saat|sunu/.test(folded);
  return folded.startsWith('am ') && folded.includes(' schrieb ');
}

function isQuoteStart(lines: readonly string[], at: number): boolean {
  const line = fold((lines[at] ?? '').slice(0, 200));
  if (QUOTE_START.test(line)) return true;
  // A head needs two lines: a customer may well write "Kimden: …" once.
  return HEAD_LINE.test(line) && HEAD_FOLLOWER.test(fold(nextFilled(lines, at + 1).slice(0, 200)));
}

function nextFilled(lines: readonly string[], from: number): string {
  for (let at = from; at < Math.min(lines.length, from + 5); at++) {
    const line = (lines[at] ?? '').trim();
    if (line !== '') return line;
  }
  return '';
}

function withoutClosing(lines: readonly string[]): string[] {
  const kept = lines.filter((line) => !PHONE_LINE.test(fold(line.slice(0, 200))));
  const first = kept.findIndex((line) => line.trim() !== '');
  const end = kept.findIndex((line, at) => {
    if (at <= first) return false;
    const bare = fold(line.slice(0, 400));
    // RFC 3676, 4.3: the line between text and signature is "-- "; blanks at its end do not survive everywhere.
    return bare === '--' || DISCLAIMER.test(bare) || (FAREWELL.test(bare) && isClosing(kept, at + 1));
  });
  return end === -1 ? kept : kept.slice(0, end);
}

/** Name, title, telephone: few and short lines to the end. */
function isClosing(lines: readonly string[], from: number): boolean {
  let count = 0;
  for (let at = from; at < lines.length; at++) {
    const line = (lines[at] ?? '').trim();
    if (line === '--' || DISCLAIMER.test(fold(line.slice(0, 400)))) return true;
    if (line === '') continue;
    count += 1;
    if (count > MAX_CLOSING_LINES || line.length > MAX_CLOSING_LENGTH) return false;
  }
  return true;
}

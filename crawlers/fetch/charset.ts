// From bytes to text. Order of trust: byte order mark, header, XML declaration or meta tag, and then the content has the
// last word, because headers and feeds lie. Turkish pages in windows-1254 and ISO-8859-9 are common. Pure; never throws.

import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** Declarations are looked for in this much of the start; some pages put scripts before their meta tag. */
const HEAD_BYTES = 16_384;
/** What servers claim because nobody chose anything. */
const DEFAULT_CHARSET = 'windows-1252';
/** As browsers do (WHATWG Encoding): the windows charset holds the ISO one and the quotes that pages really use. */
const ALIASES: [RegExp, string][] = [
  [/^(?:iso-?8859-?1|latin-?1|us-ascii|ascii|cp1252)$/, 'windows-1252'],
  [/^(?:iso-?8859-?9|latin-?5|cp1254)$/, 'windows-1254'],
  [/^(?:unicode-1-1-)?utf-?8$/, 'utf-8'],
  [/^utf-?16$/, 'utf-16le'],
  [/^x-sjis$/, 'shift_jis'],
];

export interface Decoded {
  text: string;
  /** Lower-case name of what was used. */
  charset: string;
}

/** `contentType` is the header's value or null. Characters that cannot be read become U+FFFD. */
export function decodeText(bytes: Buffer, contentType: string | null): Decoded {
  const mark = markOf(bytes);
  const declared = declaredCharset(bytes, contentType);
  const charset = mark ?? choose(bytes, declared);
  const text = charset === 'utf-8' ? bytes.toString('utf8') : iconv.decode(bytes, charset);
  return { text: text.replace(/^\ufeff/, ''), charset };
}

function markOf(bytes: Buffer): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return isUtf8(bytes) ? 'utf-8' : null;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

function declaredCharset(bytes: Buffer, contentType: string | null): string | null {
  const fromHeader = known(/charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1]);
  const head = bytes.subarray(0, HEAD_BYTES).toString('latin1');
  const fromContent = known(
    (/^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i.exec(head) ??
      /<meta[^>]{0,300}?charset\s*=\s*["']?([\w.:-]+)/i.exec(head))?.[1],
  );
  // A declaration that could be read as ASCII cannot be true when it claims two bytes a character.
  const inside = fromContent?.startsWith('utf-16') ? 'utf-8' : fromContent;
  if (fromHeader === DEFAULT_CHARSET && inside) return inside;
  return fromHeader ?? inside ?? null;
}

function known(label: string | undefined): string | null {
  const name = label?.toLowerCase().replace('_', '-');
  if (name === undefined) return null;
  const alias = ALIASES.find(([labels]) => labels.test(name))?.[1] ?? label?.toLowerCase() ?? name;
  return iconv.encodingExists(alias) ? alias : null;
}

function choose(bytes: Buffer, declared: string | null): string {
  if (declared !== null && isMultiByte(declared)) return declared;
  // Bytes of another charset form valid UTF-8 only by a rare accident, so this beats a declaration of single bytes.
  if (isUtf8(bytes)) return 'utf-8';
  if (declared !== null && declared !== 'utf-8')
    return declared === DEFAULT_CHARSET && looksTurkish(bytes) ? 'windows-1254' : declared;
  return isMostlyUtf8(bytes) ? 'utf-8' : guess(bytes);
}

function isMultiByte(charset: string): boolean {
  return /^(?:utf-?(?:16|32|7)|shift|sjis|euc|iso-2022|big5|gb|cp9[34]\d|ks_c|windows-(?:31j|9\d\d))/.test(charset);
}

/** A few damaged characters in UTF-8 text must not turn all the others into another charset. */
function isMostlyUtf8(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  let damaged = 0;
  let whole = 0;
  for (const character of text) {
    if (character === '\ufffd') damaged += 1;
    else if (character > '\u007f') whole += 1;
  }
  return whole > damaged;
}

function guess(bytes: Buffer): string {
  let high = 0;
  let letters = 0;
  for (const byte of bytes) {
    if (byte >= 0xc0) high += 1;
    else if ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)) letters += 1;
  }
  // In Cyrillic text most letters are above 0xc0; in Turkish text about one in six is. Markup is Latin in both.
  return high > letters ? 'windows-1251' : 'windows-1254';
}

/**
 * ı ş ğ İ Ş Ğ of windows-1254 are ý þ ð Ý Þ Ð in windows-1252. Icelandic has these too, and never without æ.
 */
function looksTurkish(bytes: Buffer): boolean {
  let turkish = 0;
  for (const byte of bytes) {
    if (byte === 0xe6 || byte === 0xc6) return false;
    if (byte === 0xfd || byte === 0xfe || byte === 0xf0 || byte === 0xdd || byte === 0xde || byte === 0xd0)
      turkish += 1;
  }
  return turkish >= 2;
}

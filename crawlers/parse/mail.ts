// One mail from its bytes (RFC 5322, 2045 to 2047): headers, the readable text, and its HTML. Pure and bounded: what is
// nested too deep, split into too many parts or attached is passed over, and a broken part costs only itself. Never throws.
// Own code, because parse() of a source is synchronous and the usual libraries read streams.

import { decodeText } from '../fetch/charset.ts';
import { withoutQuotedHtml } from './mail-text.ts';

const MAX_HEADER_CHARS = 65_536;
const MAX_HEADERS = 500;
const MAX_DEPTH = 8;
const MAX_PARTS = 100;
const MAX_HTML = 1_000_000;

export interface MailAddress {
  /** Display name; null when there is none or it is an address itself. */
  name: string | null;
  /** Lower case. */
  address: string;
}

export interface Mail {
  /** Values by lower-case name, in their order, unfolded and not yet decoded. */
  headers: ReadonlyMap<string, readonly string[]>;
  /** The text part; where there is none, what the HTML says, without quoted mails and signatures. */
  text: string;
  /** All HTML parts that are no attachments. */
  html: string;
}

interface Budget {
  parts: number;
  html: string[];
}

interface Part {
  type: string;
  contentType: string;
  headers: Mail['headers'];
  /** As it was sent, one character a byte. */
  body: string;
}

/** `bytes` may end in the middle of the mail: the part that breaks off is read as far as it goes. */
export function readMail(bytes: Buffer): Mail {
  const part = splitPart(bytes.toString('latin1'));
  const budget: Budget = { parts: 0, html: [] };
  const text = readable(part, 0, budget);
  return { headers: part.headers, text, html: budget.html.join('\n').slice(0, MAX_HTML) };
}

/** The first header of the name, decoded to one line; null when it is not there or blank. */
export function headerOf(mail: Pick<Mail, 'headers'>, name: string): string | null {
  const value = decodeWords(mail.headers.get(name)?.[0] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  return value === '' ? null : value;
}

/** The first address of a header such as From or Reply-To. */
export function addressOf(mail: Pick<Mail, 'headers'>, name: string): MailAddress | null {
  const raw = (mail.headers.get(name)?.[0] ?? '').slice(0, 2000);
  const pointed = /^([^<]*)<\s*([^<>\s]+@[^<>\s]+?)\s*>/.exec(raw);
  const address = pointed?.[2] ?? /[^\s<>(),;:"]+@[^\s<>(),;:"]+/.exec(raw)?.[0];
  if (address === undefined) return null;
  const shown = decodeWords(
    (pointed?.[1] ?? '')
      .trim()
      .replace(/^"(.*)"$/s, '$1')
      .replace(/\\(.)/g, '$1'),
  );
  const name_ = shown.replace(/\s+/g, ' ').replace(/^['"\s]+|['"\s]+$/g, '');
  return { name: name_ === '' || name_.includes('@') ? null : name_, address: address.toLowerCase() };
}

/** Message ids of a header such as References, without their brackets. */
export function messageIdsOf(mail: Pick<Mail, 'headers'>, name: string): string[] {
  return [...(mail.headers.get(name)?.[0] ?? '').slice(0, 20_000).matchAll(/<([^<>\s]{1,500})>/g)].map(
    ([, id]) => id ?? '',
  );
}

function splitPart(raw: string): Part {
  const end = /\r?\n\r?\n/.exec(raw.slice(0, MAX_HEADER_CHARS));
  const isBodyOnly = /^\r?\n/.test(raw);
  const head = isBodyOnly ? '' : raw.slice(0, Math.min(end?.index ?? MAX_HEADER_CHARS, MAX_HEADER_CHARS));
  const body = isBodyOnly ? raw.replace(/^\r?\n/, '') : end ? raw.slice(end.index + end[0].length) : '';
  const headers = readHeaders(head);
  const contentType = headers.get('content-type')?.[0] ?? 'text/plain';
  const type = /^\s*([\w.+-]+\/[\w.+-]+)/.exec(contentType)?.[1]?.toLowerCase() ?? 'text/plain';
  return { type, contentType, headers, body };
}

function readHeaders(head: string): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/, MAX_HEADERS);
  for (const line of lines) {
    const [, name, value] = /^([!-9;-~]{1,100})[ \t]*:(.*)$/s.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const key = name.toLowerCase();
    headers.set(key, [...(headers.get(key) ?? []), value.trim()]);
  }
  return headers;
}

/** A parameter of a structured header: boundary, charset, format. */
function parameter(value: string, name: string): string | null {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]{0,200})"|([^\\s;"]{1,200}))`, 'i').exec(value);
  return match?.[1] ?? match?.[2] ?? null;
}

function readable(part: Part, depth: number, budget: Budget): string {
  budget.parts += 1;
  if (budget.parts > MAX_PARTS || depth > MAX_DEPTH || isAttached(part)) return '';
  if (part.type.startsWith('multipart/')) return readMultipart(part, depth, budget);
  if (part.type === 'text/html') {
    const html = decoded(part);
    budget.html.push(html);
    return withoutQuotedHtml(html);
  }
  if (part.type !== 'text/plain') return '';
  const text = decoded(part);
  return /^flowed$/i.test(parameter(part.contentType, 'format') ?? '') ? unflowed(text) : text;
}

function readMultipart(part: Part, depth: number, budget: Budget): string {
  const children = childrenOf(part).map((child) => ({ type: child.type, text: readable(child, depth + 1, budget) }));
  const filled = children.filter(({ text }) => text.trim() !== '');
  if (part.type !== 'multipart/alternative') return filled.map(({ text }) => text.trimEnd()).join('\n');
  const plain = filled.find(({ type }) => type === 'text/plain');
  const rich = filled.find(({ type }) => type !== 'text/plain');
  // "Your program cannot show HTML" is no text.
  const isStub = plain !== undefined && plain.text.length < 200 && /html/i.test(plain.text) && rich !== undefined;
  return (isStub ? rich : (plain ?? rich))?.text ?? '';
}

/** RFC 2046, 5.1.1. A missing end boundary ends the last part where the mail ends. */
function childrenOf({ contentType, body }: Part): Part[] {
  const boundary = parameter(contentType, 'boundary');
  if (boundary === null) return [];
  const escaped = boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const [, ...pieces] = `\n${body}`.split(new RegExp(`\\r?\\n--${escaped}(?=--|[ \\t]*\\r?\\n)`), MAX_PARTS);
  const end = pieces.findIndex((piece) => piece.startsWith('--'));
  return pieces.slice(0, end === -1 ? undefined : end).map((piece) => splitPart(piece.replace(/^[ \t]*\r?\n/, '')));
}

function isAttached({ headers }: Part): boolean {
  return /^\s*attachment\b/i.test(headers.get('content-disposition')?.[0] ?? '');
}

function decoded({ headers, contentType, body }: Part): string {
  const encoding = (headers.get('content-transfer-encoding')?.[0] ?? '').trim().toLowerCase();
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body.replace(/[^A-Za-z\d+/]/g, ''), 'base64')
      : Buffer.from(encoding === 'quoted-printable' ? unquoted(body) : body, 'latin1');
  return decodeText(bytes, contentType).text.replace(/\r\n?/g, '\n');
}

/** RFC 2045, 6.7; what is no escape stays as it is. */
function unquoted(text: string): string {
  return text
    .replace(/=\r?\n/g, '')
    .replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** RFC 3676: a line that ends with a blank goes on in the next one; "-- " does not. */
function unflowed(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.endsWith(' ') && line !== '-- ' && !line.startsWith('>') ? line : `${line}\n`))
    .join('');
}

/** RFC 2047. Neighbours in one charset are decoded together, for some senders cut letters in two. */
function decodeWords(text: string): string {
  const joined = text.slice(0, MAX_HEADER_CHARS).replace(/(\?=)\s+(?==\?)/g, '$1');
  const word = /=\?([\w.:-]{1,40})(?:\*[\w-]{0,20})?\?([bq])\?([^?]{0,2000})\?=/gi;
  let result = '';
  let pending: { charset: string; bytes: Buffer[] } | null = null;
  let at = 0;
  const flush = () => {
    if (pending) result += decodeText(Buffer.concat(pending.bytes), `text/plain; charset=${pending.charset}`).text;
    pending = null;
  };
  for (const match of joined.matchAll(word)) {
    const [whole, charset = '', kind = '', content = ''] = match;
    if (match.index > at || pending?.charset !== charset.toLowerCase()) flush();
    result += rawHeader(joined.slice(at, match.index));
    pending ??= { charset: charset.toLowerCase(), bytes: [] };
    pending.bytes.push(
      kind.toLowerCase() === 'b'
        ? Buffer.from(content, 'base64')
        : Buffer.from(unquoted(content.replaceAll('_', ' ')), 'latin1'),
    );
    at = match.index + whole.length;
  }
  flush();
  return result + rawHeader(joined.slice(at));
}

/** Headers with bare bytes are against the rules, and common. */
function rawHeader(text: string): string {
  return /[\x80-\xff]/.test(text) ? decodeText(Buffer.from(text, 'latin1'), null).text : text;
}

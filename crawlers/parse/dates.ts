// Dates of feeds and interfaces: RFC 3339, RFC 822 and what their senders make of them. Strict on purpose: JavaScript's
// own parser turns "12" into a day of 2001. What cannot be read is null, never now.

import { MINUTE } from '../../core/clock.ts';
import { monthOf, parseDateInWords, timeInZone } from '../../core/text/dates.ts';

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{1,2}:?\d{2}|[+-]\d{2})?)?$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(Z)?$/i;
const RFC822 =
  /^(?:\p{L}+\.?,?\s+)?(\d{1,2})[\s-]+(\p{L}+)\.?,?[\s-]+(\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(.*))?$/u;
/** Mon Oct 16 15:10:00 +0000 2017, as ctime and old interfaces of Twitter write it. */
const CTIME = /^(?:\p{L}+,?\s+)?(\p{L}+)\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(?:(\S+)\s+)?(\d{4})$/u;

const ZONES: Record<string, number> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  bst: 60,
  west: 60,
  cet: 60,
  cest: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  trt: 180,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
};

/** Minutes east of UTC; undefined when nothing was given, null when it cannot be read. */
function offsetOf(zone: string | undefined): number | null | undefined {
  const text = (zone ?? '').trim().replace(/\s*\(.*\)$/, '');
  if (text === '') return undefined;
  const numeric = /^(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?$/i.exec(text);
  if (!numeric) return ZONES[text.toLowerCase()] ?? null;
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
  return minutes > 14 * 60 ? null : numeric[1] === '-' ? -minutes : minutes;
}

function build(
  parts: { year: number; month: number; day: number; time: (string | undefined)[]; zone: string | undefined },
  timeZone: string,
): number | null {
  const [hour = 0, minute = 0, second = 0] = parts.time.map((part) => Number(part ?? 0));
  const wall = { year: parts.year, month: parts.month, day: parts.day, hour, minute, second };
  const offset = offsetOf(parts.zone);
  if (offset === null) return null;
  if (offset === undefined) return timeInZone(wall, timeZone);
  const at = timeInZone(wall, 'UTC');
  return at === null ? null : at - offset * MINUTE;
}

/** Two digits: 70 to 99 are the last century (RFC 2822). */
function fullYear(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
}

/**
 * Epoch ms of a machine-written date or null. `timeZone` (IANA) is used only where the text has no zone of its own;
 * with `now`, dates in words ("28 Eylül 16:55", "3 saat önce") are read too.
 */
export function parseDate(text: unknown, timeZone: string, now?: number): number | null {
  if (typeof text !== 'string') return null;
  const value = text
    .slice(0, 200)
    .normalize('NFC')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
  const iso = ISO.exec(value) ?? COMPACT.exec(value);
  if (iso) {
    const [, year, month, day, hour, minute, second, zone] = iso;
    const time = [hour, minute, second];
    return build({ year: Number(year), month: Number(month) - 1, day: Number(day), time, zone }, timeZone);
  }
  const mail = RFC822.exec(value);
  if (mail) {
    const month = monthOf(mail[2] ?? '');
    const time = [mail[4], mail[5], mail[6]];
    if (month !== null)
      return build({ year: fullYear(mail[3] ?? ''), month, day: Number(mail[1]), time, zone: mail[7] }, timeZone);
  }
  const ctime = CTIME.exec(value);
  if (ctime) {
    const month = monthOf(ctime[1] ?? '');
    const time = [ctime[3], ctime[4], ctime[5]];
    if (month !== null)
      return build({ year: Number(ctime[7]), month, day: Number(ctime[2]), time, zone: ctime[6] }, timeZone);
  }
  return now === undefined ? null : parseDateInWords(value, now, timeZone);
}

/** Seconds or milliseconds since the epoch, as number or digits, within 1995 to 2100; null otherwise. */
export function parseEpoch(value: unknown): number | null {
  const number = typeof value === 'number' ? value : /^\d{9,13}$/.test(String(value)) ? Number(value) : Number.NaN;
  if (!Number.isFinite(number)) return null;
  const ms = number < 1e11 ? number * 1000 : number;
  return ms >= Date.UTC(1995, 0, 1) && ms < Date.UTC(2100, 0, 1) ? Math.floor(ms) : null;
}

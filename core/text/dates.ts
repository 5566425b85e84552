// Dates as Turkish pages write them: "28 Eylül 2026 16:55", "28 Eylül 16:55", "28.09.2026", "3 saat önce", "dün 14:30".
// Pure: now and the zone are handed in. What cannot be read is null; a missing year means the latest such day that is
// not in the future; nothing else is ever filled in.

import { DAY, HOUR, MINUTE, SECOND } from '../clock.ts';

const MONTHS = ['oca', 'şub', 'mar', 'nis', 'may', 'haz', 'tem', 'ağu', 'eyl', 'eki', 'kas', 'ara'];
const MONTHS_ASCII: Record<string, number> = { sub: 1, agu: 7 };
const MONTHS_ENGLISH = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAMES =
  /^(?:oca(?:k)?|[şs]ub(?:at)?|mar(?:t)?|nis(?:an)?|may(?:ıs|is)?|haz(?:iran)?|tem(?:muz)?|a[ğg]u(?:stos)?|eyl(?:[üu]l)?|eki(?:m)?|kas(?:ım|im)?|ara(?:lık|lik)?)$/;
const ENGLISH_NAMES =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/;

/** 0 to 11 for a Turkish or English month name or its abbreviation; null for anything else. */
export function monthOf(name: string): number | null {
  const word = lower(name).replace(/\.$/, '');
  if (MONTH_NAMES.test(word)) {
    const known = MONTHS.indexOf(word.slice(0, 3));
    return known >= 0 ? known : (MONTHS_ASCII[word.slice(0, 3)] ?? null);
  }
  if (!ENGLISH_NAMES.test(word)) return null;
  const known = MONTHS_ENGLISH.indexOf(word.slice(0, 3));
  return known >= 0 ? known : null;
}

function lower(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase('tr').replace(/i̇/g, 'i');
}

export interface WallTime {
  year: number;
  month: number; // 0 to 11
  day: number;
  hour?: number;
  minute?: number;
  second?: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}

/** Since 1970 clocks are put forward and back at whole quarters of an hour only, and by whole minutes. */
const QUARTER = 15 * MINUTE;
/** Offsets from UTC by zone and quarter. Asking Intl takes as long as all the rest of reading a date together. */
const offsets = new Map<string, number>();
const MAX_OFFSETS = 20_000;

/** What a clock on the wall in the zone shows at the time. Throws RangeError for an unknown zone. */
export function wallTime(at: number, timeZone: string): Required<WallTime> {
  if (timeZone === 'UTC') return fieldsOf(at);
  if (at < 0) return wallTimeByIntl(at, timeZone);
  const name = `${timeZone} ${Math.floor(at / QUARTER)}`;
  const known = offsets.get(name);
  if (known !== undefined) return fieldsOf(at + known);
  const shown = wallTimeByIntl(at, timeZone);
  const second = Math.floor(at / SECOND) * SECOND;
  if (offsets.size >= MAX_OFFSETS) offsets.clear();
  offsets.set(name, Date.UTC(shown.year, shown.month, shown.day, shown.hour, shown.minute, shown.second) - second);
  return shown;
}

function fieldsOf(at: number): Required<WallTime> {
  const date = new Date(at);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

function wallTimeByIntl(at: number, timeZone: string): Required<WallTime> {
  const parts = formatOf(timeZone).formatToParts(new Date(at));
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return {
    year: value('year'),
    month: value('month') - 1,
    day: value('day'),
    hour: value('hour'),
    minute: value('minute'),
    second: value('second'),
  };
}

/** Epoch ms of a wall clock's time in the zone; null when there is no such day or time (31 February, 25:00). */
export function timeInZone(wall: WallTime, timeZone: string): number | null {
  const { year, month, day, hour = 0, minute = 0, second = 0 } = wall;
  if (year < 1900 || year > 2200 || hour > 24 || minute > 59 || second > 60) return null;
  const asUtc = Date.UTC(year, month, day, hour, minute, second);
  const check = new Date(Date.UTC(year, month, day));
  if (check.getUTCMonth() !== month || check.getUTCDate() !== day) return null;
  // Two turns settle the offset also beside a change of summer time.
  let at = asUtc;
  for (let turn = 0; turn < 2; turn++) {
    const shown = wallTime(at, timeZone);
    at += asUtc - Date.UTC(shown.year, shown.month, shown.day, shown.hour, shown.minute, shown.second);
  }
  return at;
}

const UNITS: [RegExp, number][] = [
  [/^(?:sn|saniye|sec(?:ond)?s?)$/, SECOND],
  [/^(?:dk|dakika|min(?:ute)?s?)$/, MINUTE],
  [/^(?:sa|saat|hours?|hrs?)$/, HOUR],
  [/^(?:g|gün|gun|days?)$/, DAY],
  [/^(?:hf|hafta|weeks?)$/, 7 * DAY],
  [/^(?:ay|months?)$/, 30 * DAY],
  [/^(?:yıl|yil|sene|years?)$/, 365 * DAY],
];
const NUMBERS: Record<string, number> = {
  bir: 1,
  iki: 2,
  üç: 3,
  dört: 4,
  beş: 5,
  altı: 6,
  yedi: 7,
  sekiz: 8,
  dokuz: 9,
  on: 10,
  yarım: 0.5,
  a: 1,
  an: 1,
};

/** "3 saat önce", "az önce", "2 days ago": rounded down to the minute, for the page says no more. */
function readRelative(text: string, now: number): number | null {
  const floor = (at: number) => Math.floor(at / MINUTE) * MINUTE;
  if (/^(?:az önce|az once|şimdi|simdi|şu an|biraz önce|just now|now)$/.test(text)) return floor(now);
  const match = /^(?:yaklaşık |about )?(\d{1,3}|\p{L}+) (\p{L}+)\.? (?:önce|once|ago)$/u.exec(
    text.replace(/(\d)(\p{L})/u, '$1 $2'),
  );
  if (!match) return null;
  const amount = /^\d/.test(match[1] ?? '') ? Number(match[1]) : NUMBERS[match[1] ?? ''];
  const unit = UNITS.find(([pattern]) => pattern.test(match[2] ?? ''))?.[1];
  return amount === undefined || unit === undefined ? null : floor(now - amount * unit);
}

const CLOCK_TIME = /(?:^|[\s,–-])(?:saat\s+)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?$/;

/** Splits "… 16:55" into the day's part and the time; seconds may be there. */
function splitTime(text: string): { day: string; hour: number; minute: number; second: number } {
  const match = CLOCK_TIME.exec(text);
  // "28.09" alone is a day, not a time.
  if (!match || (match.index === 0 && !text.includes(':'))) return { day: text, hour: 0, minute: 0, second: 0 };
  const day = text
    .slice(0, match.index)
    .replace(/[\s,–·|-]+$/, '')
    .replace(/\s+saat$/, '');
  return { day, hour: Number(match[1]), minute: Number(match[2]), second: Number(match[3] ?? 0) };
}

const DAY_WORDS: Record<string, number> = {
  bugün: 0,
  bugun: 0,
  today: 0,
  dün: 1,
  dun: 1,
  yesterday: 1,
  'evvelsi gün': 2,
  'önceki gün': 2,
};
const WEEKDAY =
  /(?:^|[\s,]+)(?:pazartesi|salı|sali|çarşamba|carsamba|perşembe|persembe|cuma|cumartesi|pazar|pzt|sal|çar|per|cum|cmt|paz|mon|tue|wed|thu|fri|sat|sun)(?:day|nesday|rsday|urday|sday)?[.,]?(?=\s|,|$)/g;

/**
 * Epoch ms of a date in words, or null. `timeZone` is the site's zone. Understands Turkish and the plain English forms;
 * a day without a year is the latest such day not after now.
 */
export function parseDateInWords(text: string, now: number, timeZone: string): number | null {
  const cleaned = lower(text.slice(0, 200))
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/^[\s,:·|-]+|[\s,·|-]+$/g, '');
  if (cleaned === '') return null;
  const relative = readRelative(cleaned, now);
  if (relative !== null) return relative;
  const { day: withWeekday, ...time } = splitTime(cleaned);
  const day = withWeekday.replace(WEEKDAY, ' ').replace(/\s+/g, ' ').trim().replace(/^,|,$/g, '').trim();
  const daysBack = DAY_WORDS[day] ?? (day === '' && withWeekday === '' ? 0 : undefined);
  if (daysBack !== undefined) {
    const { year, month, day: today } = wallTime(now, timeZone);
    const back = new Date(Date.UTC(year, month, today - daysBack));
    const at = timeInZone(
      { year: back.getUTCFullYear(), month: back.getUTCMonth(), day: back.getUTCDate(), ...time },
      timeZone,
    );
    return at !== null && at > now ? null : at;
  }
  const date = readDay(day);
  if (date === null) return null;
  if (date.year !== null) return timeInZone({ ...date, year: date.year, ...time }, timeZone);
  return latestPast(date, time, now, timeZone);
}

function latestPast(
  date: { month: number; day: number },
  time: { hour: number; minute: number; second: number },
  now: number,
  timeZone: string,
): number | null {
  const { year } = wallTime(now, timeZone);
  // 29 February: the year before may not have one, the one before that neither.
  for (let back = 0; back <= 8; back++) {
    const at = timeInZone({ ...date, ...time, year: year - back }, timeZone);
    if (at !== null && at <= now) return at;
  }
  return null;
}

function readDay(text: string): { year: number | null; month: number; day: number } | null {
  const numeric = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})$/.exec(text);
  if (numeric) {
    const year = Number(numeric[3]);
    return { year: year < 100 ? 2000 + year : year, month: Number(numeric[2]) - 1, day: Number(numeric[1]) };
  }
  const iso = /^(\d{4})[./-](\d{1,2})[./-](\d{1,2})$/.exec(text);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]) - 1, day: Number(iso[3]) };
  const words = /^(\d{1,2})\.? (\p{L}+)\.?(?:,? (\d{4}))?$/u.exec(text);
  const english = words ? null : /^(\p{L}+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$/u.exec(text);
  const [dayText, monthText, yearText] = words
    ? [words[1], words[2], words[3]]
    : [english?.[2], english?.[1], english?.[3]];
  const month = monthText === undefined ? null : monthOf(monthText);
  return month === null ? null : { year: yearText ? Number(yearText) : null, month, day: Number(dayText) };
}

// Numbers, dates and spans of time in the reader's language and the team's time zone. Pure: nothing here reads the clock.

export type Locale = 'tr' | 'en';

/** What a message's {names} stand for. */
export type Values = Record<string, string | number>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface Format {
  number: (value: number) => string;
  /** Dollars, with the cents that a small sum needs: 0,015 */
  money: (usd: number) => string;
  /** 0.84 -> %84 */
  percent: (ratio: number) => string;
  /** 24 Kasım Salı 09:12 */
  full: (at: number) => string;
  /** 24 Kas 09:12 */
  short: (at: number) => string;
  clock: (at: number) => string;
  day: (at: number) => string;
  /** Hour of the day, 0 to 23, in the team's zone. */
  hourOf: (at: number) => number;
  /** 3 sa. önce */
  relative: (at: number, now: number) => string;
  /** 2 sa 14 dk; the two largest units, seconds only below a minute. */
  duration: (ms: number) => string;
  compare: (left: string, right: string) => number;
}

export function makeFormat(locale: Locale, timeZone: string): Format {
  // English readers here write the day before the month.
  const dates = locale === 'en' ? 'en-GB' : locale;
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(dates, { timeZone, ...options });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const money = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 3 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const full = date({
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  const short = date({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false });
  const clock = date({ hour: '2-digit', minute: '2-digit', hour12: false });
  const day = date({ weekday: 'short', day: 'numeric', month: 'short' });
  const hour = date({ hour: 'numeric', hourCycle: 'h23' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const collator = new Intl.Collator(locale, { numeric: true });
  const unit = (name: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 0 });
  const units = [
    { ms: DAY, format: unit('day') },
    { ms: HOUR, format: unit('hour') },
    { ms: MINUTE, format: unit('minute') },
    { ms: 1000, format: unit('second') },
  ];

  return {
    number: (value) => number.format(value),
    money: (usd) => money.format(usd),
    percent: (ratio) => percent.format(ratio),
    full: (at) => full.format(at),
    short: (at) => short.format(at),
    clock: (at) => clock.format(at),
    day: (at) => day.format(at),
    hourOf: (at) => Number(hour.formatToParts(at).find((part) => part.type === 'hour')?.value ?? 0),
    relative: (at, now) => {
      const difference = at - now;
      const size = Math.abs(difference);
      if (size < 45_000) return relative.format(0, 'second');
      if (size < HOUR) return relative.format(Math.round(difference / MINUTE), 'minute');
      if (size < DAY) return relative.format(Math.round(difference / HOUR), 'hour');
      return relative.format(Math.round(difference / DAY), 'day');
    },
    duration: (ms) => {
      const first = units.findIndex((entry) => ms >= entry.ms);
      const start = first < 0 ? units.length - 1 : first;
      let rest = Math.max(0, ms);
      const parts: string[] = [];
      // Seconds stand alone: beside minutes they only flicker.
      const end = first >= 0 && first < units.length - 1 ? Math.min(start + 2, units.length - 1) : start + 1;
      for (const entry of units.slice(start, end)) {
        const count = Math.floor(rest / entry.ms);
        rest -= count * entry.ms;
        if (count > 0 || parts.length === 0) parts.push(entry.format.format(count));
      }
      return parts.join(' ');
    },
    compare: (left, right) => collator.compare(left, right),
  };
}

/**
 * Fills `{name}` and, for languages that need it, `{name|one|many}`; numbers are written the way the language writes
 * them. A name without a value stays as it is, so that a missing one is seen.
 */
export function fill(message: string, values: Values, format: Format): string {
  return message.replace(
    /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g,
    (whole, name: string, one?: string, many?: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      if (one !== undefined && many !== undefined) return value === 1 ? one : many;
      return typeof value === 'number' ? format.number(value) : value;
    },
  );
}

/** ISO 8601 with a date, a time, optional fraction and a zone; a zone that is missing is read as UTC. */
const isoInstant = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** What nearly every time is: understood by `Date.parse` as it stands. */
const plainInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;

const zero = 0x30;
const wholeSecondsLength = '2026-01-01T00:00:00Z'.length;
const millisecondsLength = '2026-01-01T00:00:00.000Z'.length;

/** Days from 1 March of the year 0 to the first of each month, counted from March: leap days come last so. */
const daysBefore = [306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275] as const;
const daysToEpoch = 719_468;

/** So many digits of a text as a number; NaN where one is none. */
function digits(text: string, from: number, count: number): number {
  let number = 0;
  for (let at = from; at < from + count; at++) {
    const digit = text.charCodeAt(at) - zero;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

/**
 * The usual form of a time, read several times as fast as `Date.parse` reads it; undefined for any other, and for days
 * that not all months have.
 */
function usualInstant(text: string): number | undefined {
  const { length } = text;
  if (length !== wholeSecondsLength && length !== millisecondsLength) return undefined;
  if (
    text[4] !== '-' ||
    text[7] !== '-' ||
    text[10] !== 'T' ||
    text[13] !== ':' ||
    text[16] !== ':' ||
    text[length - 1] !== 'Z'
  )
    return undefined;
  const hasMilliseconds = length === millisecondsLength;
  if (hasMilliseconds && text[19] !== '.') return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  const ms = hasMilliseconds ? digits(text, 20, 3) : 0;
  const isUsual =
    year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour <= 23 && minute <= 59;
  if (!isUsual || !(second <= 59) || Number.isNaN(ms)) return undefined;
  // Proleptic Gregorian days, as https://howardhinnant.github.io/date_algorithms.html counts them.
  const from = month <= 2 ? year - 1 : year;
  const leapDays = Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400);
  const days = from * 365 + leapDays + (daysBefore[month - 1] as number) + day - 1 - daysToEpoch;
  return days * 86_400_000 + hour * 3_600_000 + minute * 60_000 + second * 1000 + ms;
}

/** The farthest that a date reaches, ms (ECMA-262, "Time Values"). */
export const farthestInstant = 8.64e15;

/**
 * Reads a time as the API sends it: ISO 8601 with or without milliseconds; also epoch seconds or milliseconds
 * as a number, which other tools that re-export these events write.
 * @returns milliseconds since the epoch, or undefined when it is no time
 */
export function parseInstant(value: unknown): number | undefined {
  if (typeof value === 'number') {
    if (!(value > 0 && value <= farthestInstant)) return undefined;
    return value < 1e11 ? value * 1000 : value;
  }
  if (typeof value !== 'string') return undefined;
  const usual = usualInstant(value);
  if (usual !== undefined) return usual;
  if (plainInstant.test(value)) {
    const ms = Date.parse(value);
    return Number.isNaN(ms) ? undefined : ms;
  }
  const match = isoInstant.exec(value.trim());
  if (!match) return undefined;
  const [, date, time, zone] = match;
  const ms = Date.parse(`${date}T${time?.replace(',', '.')}${zone?.toUpperCase() ?? 'Z'}`);
  return Number.isNaN(ms) ? undefined : ms;
}

const msOfDay = 86_400_000;
const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
/** The day that was written last, with the letter behind it: many instants that are written together are of one. */
let lastDay = { day: 0, text: '1970-01-01T' };

/** An instant as ISO 8601 UTC with milliseconds. */
export function formatInstant(ms: number): string {
  // Other numbers than whole ones are rare, and left to it.
  if (!Number.isInteger(ms) || Math.abs(ms) > farthestInstant) return new Date(ms).toISOString();
  const day = Math.floor(ms / msOfDay);
  if (day !== lastDay.day) {
    lastDay = { day, text: new Date(day * msOfDay).toISOString().slice(0, -'00:00:00.000Z'.length) };
  }
  const rest = ms - day * msOfDay;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  const time = `${two[Math.floor(minutes / 60)]}:${two[minutes % 60]}:${two[seconds % 60]}`;
  return `${lastDay.text}${time}.${String(rest % 1000).padStart(3, '0')}Z`;
}

/** A time as ISO 8601 UTC with milliseconds; undefined when it is none. See `parseInstant`. */
export function normalInstant(value: unknown): string | undefined {
  const isNormal =
    typeof value === 'string' && value.length === millisecondsLength && usualInstant(value) !== undefined;
  if (isNormal) return value;
  const ms = parseInstant(value);
  return ms === undefined ? undefined : formatInstant(ms);
}

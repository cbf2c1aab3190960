import { type Extent, point } from './extent.ts';
import { cited } from './problem.ts';
import { type CalendarUnit, calendarStep, instantAt, startOf, wallTimeAt } from './wall-clock.ts';

/** What a query's times are read against. */
export interface QueryContext {
  /** Ms since the epoch. */
  now: number;
  /** The IANA name of the zone of dates and times that give none, such as `Europe/Berlin` or `UTC`. */
  timeZone: string;
}

const fixed = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Years outside of these are slips; and within them ISO 8601 has four digits. */
const earliest = Date.UTC(1000, 0, 2);
const latest = Date.UTC(9999, 11, 30);

const absolute =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ]+(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?$/i;
const relative = /^now((?:[+-]\d{1,6}[smhdwy]|\/[smhdwy])*)$/i;
const step = /([+-]\d+|\/)([smhdwy])/gi;
const words: Readonly<Record<string, string>> = {
  today: 'now/d',
  yesterday: 'now-1d/d',
  tomorrow: 'now+1d/d',
};

function isWithinReach(instant: number): boolean {
  return instant >= earliest && instant <= latest;
}

/** Only months and minutes differ by case; other units are read in either. */
function unitOf(letter: string): CalendarUnit {
  return (letter === 'M' ? 'M' : letter.toLowerCase()) as CalendarUnit;
}

function isFixed(unit: CalendarUnit): unit is keyof typeof fixed {
  return unit in fixed;
}

/** The stretch of one unit that starts at a wall time; hours and shorter ones always take as long as they say. */
function stretch(wall: number, unit: CalendarUnit, toInstant: (wall: number) => number): Extent {
  const from = toInstant(wall);
  const to = isFixed(unit) ? from + fixed[unit] : toInstant(calendarStep(wall, 1, unit));
  return { from, to, point: false };
}

function readRelative(steps: string, { now, timeZone }: QueryContext): Extent | undefined {
  const toInstant = (wall: number) => instantAt(wall, timeZone);
  let extent = point(now);
  for (const [, sign = '', letter = ''] of steps.matchAll(step)) {
    const unit = unitOf(letter);
    if (sign === '/') {
      extent = stretch(startOf(unit, wallTimeAt(extent.from, timeZone)), unit, toInstant);
    } else if (isFixed(unit)) {
      extent = point(extent.from + Number(sign) * fixed[unit]);
    } else {
      const wall = calendarStep(wallTimeAt(extent.from, timeZone), Number(sign), unit);
      if (!isWithinReach(wall)) return undefined;
      extent = point(toInstant(wall));
    }
    if (!isWithinReach(extent.from)) return undefined;
  }
  return extent;
}

function zoneOffset(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function readAbsolute(match: RegExpExecArray, { timeZone }: QueryContext): Extent | undefined {
  const [, year, month, date, hour, minute, second, fraction, zone] = match;
  const numbers = [year, month ?? 1, date ?? 1, hour ?? 0, minute ?? 0, second ?? 0].map(Number);
  const [y = 0, mo = 1, d = 1, h = 0, mi = 0, s = 0] = numbers;
  const wall = Date.UTC(y, mo - 1, d, h, mi, s, Number((fraction ?? '').padEnd(3, '0').slice(0, 3)));
  const shown = new Date(wall);
  const isReal =
    y >= 1000 &&
    isWithinReach(wall) &&
    shown.getUTCMonth() === mo - 1 &&
    shown.getUTCDate() === d &&
    h < 24 &&
    mi < 60 &&
    s < 60;
  if (!isReal) return undefined;
  const toInstant = (at: number) => (zone ? at - zoneOffset(zone) : instantAt(at, timeZone));
  if (fraction) return point(toInstant(wall));
  const finest: CalendarUnit = second ? 's' : minute ? 'm' : hour ? 'h' : date ? 'd' : month ? 'M' : 'y';
  return stretch(wall, finest, toInstant);
}

/**
 * A time as it is written: a date or time of any precision (ISO 8601, in the zone given unless it names one), or
 * relative to now (`now-3d`, `now/d`, `today`). A time stands for all that it names: a date for the whole day.
 * @returns what is wrong, in words, for text that is no time
 */
export function readTime(text: string, context: QueryContext): Extent | string {
  const trimmed = text.trim();
  const steps = relative.exec(words[trimmed.toLowerCase()] ?? trimmed)?.[1];
  if (steps !== undefined)
    return readRelative(steps, context) ?? `${cited(trimmed)} is too far away: years go from 1000 to 9999.`;
  const match = absolute.exec(trimmed);
  if (match) return readAbsolute(match, context) ?? `There is no such time as ${cited(trimmed)}.`;
  return `${cited(trimmed)} is no time. Write 2026-11-01, 2026-11-01T14:30, now-3d, now/d or today.`;
}

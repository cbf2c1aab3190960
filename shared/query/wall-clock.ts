/**
 * Wall time as a number: what a clock in a time zone shows, read as if it were UTC. Calendar arithmetic is done on it
 * with the UTC functions of Date.
 */
export type WallTime = number;

const day = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** What the clocks of a time zone show at an instant. */
export function wallTimeAt(instant: number, timeZone: string): WallTime {
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(instant)) shown[type] = Number(value);
  const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = shown;
  const ms = ((instant % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, date, hour, minute, second) + ms;
}

/**
 * The instant at which the clocks of a time zone show a wall time: the first of two where they were put back, and
 * where they were put forward over it, as much later as they were put forward.
 */
export function instantAt(wall: WallTime, timeZone: string): number {
  const offsets = [wall - day, wall + day].map((near) => wallTimeAt(near, timeZone) - near);
  const [before = 0, after = 0] = offsets;
  const candidates = [wall - before, wall - after].sort((a, b) => a - b);
  return candidates.find((instant) => wallTimeAt(instant, timeZone) === wall) ?? wall - before;
}

/** Units of the calendar, by the letters they are written with. */
export type CalendarUnit = 'm' | 'h' | 'd' | 'w' | 'M' | 'y' | 's';

/** The start of the unit that a wall time lies in; weeks start on Monday. */
export function startOf(unit: CalendarUnit, wall: WallTime): WallTime {
  const date = new Date(wall);
  switch (unit) {
    case 's':
      return date.setUTCMilliseconds(0);
    case 'm':
      return date.setUTCSeconds(0, 0);
    case 'h':
      return date.setUTCMinutes(0, 0, 0);
    case 'd':
      return date.setUTCHours(0, 0, 0, 0);
    case 'w':
      date.setUTCHours(0, 0, 0, 0);
      return date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
    case 'M':
      date.setUTCHours(0, 0, 0, 0);
      return date.setUTCDate(1);
    case 'y':
      date.setUTCHours(0, 0, 0, 0);
      return date.setUTCMonth(0, 1);
  }
}

/** A wall time so many days, weeks, months or years later; a day that a month does not have is its last. */
export function calendarStep(wall: WallTime, count: number, unit: 'd' | 'w' | 'M' | 'y'): WallTime {
  const date = new Date(wall);
  if (unit === 'd' || unit === 'w')
    return date.setUTCDate(date.getUTCDate() + count * (unit === 'w' ? 7 : 1));
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count * (unit === 'y' ? 12 : 1));
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(wanted, last));
}

import { timeFormat, utcFormat } from 'd3-time-format';
import { formatDuration } from '../../shared/duration.ts';
import type { Settings } from '../../shared/settings.ts';

export type Zone = Settings['timeZone'];

function formatsWith(format: (specifier: string) => (date: Date) => string) {
  return {
    second: format('%Y-%m-%d %H:%M:%S'),
    minute: format('%Y-%m-%d %H:%M'),
    short: format('%b %d %H:%M:%S'),
    year: format('%Y'),
    shortMinute: format('%b %d %H:%M'),
    day: format('%a %d %b'),
    clock: format('%H:%M'),
    clockSecond: format('%H:%M:%S'),
  };
}

const formats = {
  local: formatsWith(timeFormat),
  utc: formatsWith(utcFormat),
};

/** The zone as it is written beside times: `UTC`, or the offset that holds at that instant, such as `UTC+01:00`. */
export function zoneName(zone: Zone, ms: number): string {
  if (zone === 'utc') return 'UTC';
  const minutes = -new Date(ms).getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `UTC${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** An instant to the second, with its zone. */
export function instantText(ms: number, zone: Zone): string {
  return `${formats[zone].second(new Date(ms))} ${zoneName(zone, ms)}`;
}

/** An instant for a table whose head names the zone; the year is named where it is another than this one. */
export function tableTime(ms: number, zone: Zone, now = Date.now()): string {
  const date = new Date(ms);
  const isThisYear = formats[zone].year(date) === formats[zone].year(new Date(now));
  return isThisYear ? formats[zone].short(date) : formats[zone].minute(date);
}

/** What stands under a tick of a time axis: the day where one begins, else the time of day. */
export function tickText(date: Date, zone: Zone): string {
  const { day, clock, clockSecond } = formats[zone];
  if (clockSecond(date) === '00:00:00') return day(date);
  return clockSecond(date).endsWith(':00') ? clock(date) : clockSecond(date);
}

/** A stretch of time in little room; years are named where one is another than this one. */
export function spanText(from: number, to: number, zone: Zone, now = Date.now()): string {
  const { minute, shortMinute, year } = formats[zone];
  const thisYear = year(new Date(now));
  const isNear = [from, to].every((ms) => year(new Date(ms)) === thisYear);
  const text = isNear ? shortMinute : minute;
  return `${text(new Date(from))} – ${text(new Date(to))}`;
}

export function minuteText(ms: number, zone: Zone): string {
  return formats[zone].minute(new Date(ms));
}

/** "12 seconds ago"; "just now" below a second. */
export function agoText(ms: number, now: number): string {
  return now - ms < 1000 ? 'just now' : `${formatDuration(now - ms)} ago`;
}

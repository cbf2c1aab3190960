import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTime } from './time.ts';
import { instantAt, wallTimeAt } from './wall-clock.ts';

/** A Tuesday, 13:30 in Berlin. */
const now = Date.UTC(2026, 10, 3, 12, 30);

function stretch(text: string, timeZone = 'Europe/Berlin', at = now): string {
  const extent = readTime(text, { now: at, timeZone });
  if (typeof extent === 'string') return extent;
  const [from, to] = [extent.from, extent.to].map((ms) =>
    new Date(ms).toISOString().replace(/:00\.000Z$/, 'Z'),
  );
  return extent.point ? `${from}` : `${from} ${to}`;
}

describe('a time', () => {
  it.each([
    ['2026', '2025-12-31T23:00Z 2026-12-31T23:00Z'],
    ['2026-02', '2026-01-31T23:00Z 2026-02-28T23:00Z'],
    ['2026-11-01', '2026-10-31T23:00Z 2026-11-01T23:00Z'],
    ['2026-11-01T14', '2026-11-01T13:00Z 2026-11-01T14:00Z'],
    ['2026-11-01T14:30', '2026-11-01T13:30Z 2026-11-01T13:31Z'],
    ['2026-11-01 14:30', '2026-11-01T13:30Z 2026-11-01T13:31Z'],
    ['2026-11-01t14:30z', '2026-11-01T14:30Z 2026-11-01T14:31Z'],
    ['2026-11-01T14:30+05:30', '2026-11-01T09:00Z 2026-11-01T09:01Z'],
    ['2026-11-01T14:30-0800', '2026-11-01T22:30Z 2026-11-01T22:31Z'],
    ['2026-11-01T14:30:15', '2026-11-01T13:30:15.000Z 2026-11-01T13:30:16.000Z'],
    ['2026-11-01T14:30:15.089Z', '2026-11-01T14:30:15.089Z'],
    ['2026-11-01T14:30:15.5Z', '2026-11-01T14:30:15.500Z'],
    ['now', '2026-11-03T12:30Z'],
    ['NOW-3d', '2026-10-31T12:30Z'],
    ['now-1h30m', '"now-1h30m" is no time. Write 2026-11-01, 2026-11-01T14:30, now-3d, now/d or today.'],
    ['now-1h-30m', '2026-11-03T11:00Z'],
    ['now+1M', '2026-12-03T12:30Z'],
    ['now-1y', '2025-11-03T12:30Z'],
    ['now/h', '2026-11-03T12:00Z 2026-11-03T13:00Z'],
    ['now/d', '2026-11-02T23:00Z 2026-11-03T23:00Z'],
    ['now-1d/d', '2026-11-01T23:00Z 2026-11-02T23:00Z'],
    ['now/d-3h', '2026-11-02T20:00Z'],
    ['now/w', '2026-11-01T23:00Z 2026-11-08T23:00Z'],
    ['now/M', '2026-10-31T23:00Z 2026-11-30T23:00Z'],
    ['now/y', '2025-12-31T23:00Z 2026-12-31T23:00Z'],
    ['today', '2026-11-02T23:00Z 2026-11-03T23:00Z'],
    ['Yesterday', '2026-11-01T23:00Z 2026-11-02T23:00Z'],
  ])('%s is %s', (text, expected) => {
    expect(stretch(text)).toBe(expected);
  });

  it('of a day is as long as the day is where the clocks change', () => {
    expect(stretch('2026-03-29')).toBe('2026-03-28T23:00Z 2026-03-29T22:00Z');
    expect(stretch('2026-10-25')).toBe('2026-10-24T22:00Z 2026-10-25T23:00Z');
    // 23:30 on the long day: 24 hours before is the same date.
    const late = Date.UTC(2026, 9, 25, 22, 30);
    expect(stretch('yesterday', 'Europe/Berlin', late)).toBe('2026-10-23T22:00Z 2026-10-24T22:00Z');
    // Clocks in Beirut go from 0:00 to 1:00: the day starts at 1:00.
    expect(stretch('2026-03-29', 'Asia/Beirut')).toBe('2026-03-28T22:00Z 2026-03-29T21:00Z');
  });

  it.each(['2026-02-29', '2026-00-01', '2026-11-31', '2026-11-01T24:00', '2026-11-01T10:60', '0000-01-01'])(
    '%s does not exist',
    (text) => {
      expect(stretch(text)).toMatch(/no such time/);
    },
  );

  it.each(['now-9999y', 'now+99999M', 'now-999999d/y', 'now+999999w'])('%s is too far away', (text) => {
    expect(stretch(text)).toMatch(/too far/);
  });

  it.each(['', 'noon', '11/01/2026', 'now-', 'now-3', 'now3d', '2026-1-1'])('%s is none', (text) => {
    expect(stretch(text)).toMatch(/is no time/);
  });

  it('is read as the same instant from what is written of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1971), max: Date.UTC(2300) }), (instant) => {
        const extent = readTime(new Date(instant).toISOString(), { now, timeZone: 'Asia/Kolkata' });
        expect(extent).toEqual({ from: instant, to: instant, point: true });
      }),
    );
  });

  it('on the wall belongs to an instant that shows it', () => {
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Pacific/Apia',
      'Asia/Kathmandu',
    );
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1990), max: Date.UTC(2040) }), zone, (instant, timeZone) => {
        const wall = wallTimeAt(instant, timeZone);
        expect(wallTimeAt(instantAt(wall, timeZone), timeZone)).toBe(wall);
        expect(instantAt(wall, timeZone)).toBeLessThanOrEqual(instant);
      }),
    );
  });
});

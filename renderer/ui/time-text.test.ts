import { describe, expect, it } from 'vitest';
import { agoText, instantText, minuteText, tableTime, zoneName } from './time-text.ts';

const instant = Date.UTC(2025, 2, 4, 5, 6, 7, 890);

describe('an instant', () => {
  it('in UTC names its zone', () => {
    expect(instantText(instant, 'utc')).toBe('2025-03-04 05:06:07 UTC');
    expect(minuteText(instant, 'utc')).toBe('2025-03-04 05:06');
  });

  it('in a table names the year where it is another than this one', () => {
    expect(tableTime(instant, 'utc', Date.UTC(2025, 11, 31))).toBe('Mar 04 05:06:07');
    expect(tableTime(instant, 'utc', Date.UTC(2026, 0, 1))).toBe('2025-03-04 05:06');
  });

  it('in local time is the same instant as the zone beside it says', () => {
    for (const ms of [instant, Date.UTC(2025, 6, 4, 5, 6, 7)]) {
      const [, date, time, zone] = /^(\S+) (\S+) UTC(\S*)$/.exec(instantText(ms, 'local')) ?? [];
      expect(Date.parse(`${date}T${time}${zone === '' ? 'Z' : zone}`)).toBe(Math.floor(ms / 1000) * 1000);
    }
  });

  it('in local time has an offset with a sign, or none', () => {
    expect(zoneName('local', instant)).toMatch(/^UTC([+-]\d{2}:\d{2})?$/);
    expect(zoneName('utc', instant)).toBe('UTC');
  });
});

describe('how long ago', () => {
  it.each([
    [0, 'just now'],
    [999, 'just now'],
    [-5000, 'just now'],
    [12_000, '12 seconds ago'],
    [3_600_000, '1 hour ago'],
  ])('%i ms is %s', (ms, words) => expect(agoText(instant, instant + ms)).toBe(words));
});

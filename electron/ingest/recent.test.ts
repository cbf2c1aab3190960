import { describe, expect, it } from 'vitest';
import { countHourly, noteFailure } from './recent.ts';

const hour = 3_600_000;
const noon = Date.UTC(2025, 5, 10, 12);

describe('events an hour', () => {
  it('are counted by the hour they were processed in', () => {
    let hourly = countHourly([], 3, noon + 1);
    hourly = countHourly(hourly, 4, noon + hour - 1);
    hourly = countHourly(hourly, 5, noon + hour);
    expect(hourly).toEqual([
      { from: noon, events: 7 },
      { from: noon + hour, events: 5 },
    ]);
  });

  it('are forgotten after two days, and when the clock goes back behind them', () => {
    const hourly = countHourly([], 1, noon);
    expect(countHourly(hourly, 1, noon + 47 * hour)).toHaveLength(2);
    expect(countHourly(hourly, 1, noon + 48 * hour)).toHaveLength(1);
    expect(countHourly(hourly, 1, noon - hour)).toEqual([{ from: noon - hour, events: 1 }]);
  });
});

describe('failures', () => {
  const timeout = { kind: 'timeout' as const, sentence: 'No answer.' };
  const refused = { kind: 'unauthorised' as const, sentence: 'Not accepted.' };

  it('of the same kind in a row are one, with how often and how long', () => {
    const failures = noteFailure(
      noteFailure([], timeout, noon),
      { ...timeout, sentence: 'Again.' },
      noon + hour,
    );
    expect(failures).toEqual([
      { kind: 'timeout', sentence: 'Again.', from: noon, to: noon + hour, times: 2 },
    ]);
  });

  it('are listed latest first, ten at most', () => {
    let failures = noteFailure([], timeout, noon);
    for (let i = 1; i < 20; i++) failures = noteFailure(failures, i % 2 ? refused : timeout, noon + i * hour);
    expect(failures).toHaveLength(10);
    expect(failures[0]).toMatchObject({ kind: 'unauthorised', from: noon + 19 * hour });
  });
});

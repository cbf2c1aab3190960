import { describe, expect, it } from 'vitest';
import { applyAnswer, applyLost, applyTooOld, saysTooOld } from './apply-answer.ts';
import { freshSourceState, sourceStateSchema } from './source-state.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2025, 5, 10, 8);
const window = { from: now - hour, to: now };

describe('a window that was read', () => {
  it('extends the coverage, and its lane and source remember when', () => {
    const state = applyAnswer(freshSourceState, 'main', window, now, now + 5);
    expect(state.coverage).toEqual([window]);
    expect(state.lanes).toMatchObject({ main: { lastAt: now + 5 }, backfill: { lastAt: null } });
    expect(state.lastSuccessAt).toBe(now + 5);
  });

  it('whose answer ends early leaves the rest to the next', () => {
    const state = applyAnswer(freshSourceState, 'main', window, now - 10 * minute, now);
    expect(state.coverage).toEqual([{ from: now - hour, to: now - 10 * minute }]);
  });

  it('whose answer ends before it begins covers nothing', () => {
    expect(applyAnswer(freshSourceState, 'main', window, now - 2 * hour, now).coverage).toEqual([]);
  });

  it('whose answer names no end, or a later one, is covered as it was asked for', () => {
    expect(applyAnswer(freshSourceState, 'main', window, null, now).coverage).toEqual([window]);
    expect(applyAnswer(freshSourceState, 'main', window, now + hour, now).coverage).toEqual([window]);
  });

  it('of the clicks lane moves the clicks alone, and never back', () => {
    const state = applyAnswer(freshSourceState, 'clicks', window, now, now);
    expect(state).toMatchObject({ coverage: [], clicksThrough: now });
    const again = applyAnswer(state, 'clicks', { from: now - 2 * hour, to: now - hour }, null, now);
    expect(again.clicksThrough).toBe(now);
  });

  it('lets go of coverage that is a month old', () => {
    const old = { from: now - 40 * day, to: now - 31 * day };
    const state = { ...freshSourceState, coverage: [old] };
    expect(applyAnswer(state, 'main', window, now, now).coverage).toEqual([window]);
  });

  it('leaves a state that can be remembered', () => {
    const state = applyAnswer(freshSourceState, 'backfill', window, now, now);
    expect(sourceStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('does not change the state it was given', () => {
    const before = JSON.stringify(freshSourceState);
    applyAnswer(freshSourceState, 'main', window, now, now);
    expect(JSON.stringify(freshSourceState)).toBe(before);
  });
});

describe('a refusal', () => {
  it.each([
    'The requested start time is too far into the past. Requests for information up to 7.00d are accepted',
    'The start time is too old',
    'Start must not be older than 12 hours',
    'The earliest start time is 2025-06-03T08:00:00Z',
    'Only the last 7 days are kept',
  ])('"%s" is one for age', (said) => {
    expect(saysTooOld(`api.example refused the window that was asked for (400). It says: "${said}".`)).toBe(
      true,
    );
  });

  it.each([
    'The requested interval is too short. Requests must be for at least 30.00s of data',
    'The requested interval is too long. Requests must be for at most 1.00h of data',
    'The parameter threatStatus must be one of active, cleared, falsePositive.',
    '',
  ])('"%s" is none', (said) => {
    expect(saysTooOld(`api.example refused the window that was asked for (400). It says: "${said}".`)).toBe(
      false,
    );
  });

  it('for age shortens the reach, and no later one lengthens it', () => {
    const half = applyTooOld(freshSourceState, { from: now - 13 * hour, to: now - 12 * hour }, now);
    expect(half.reach).toBe(12.5 * hour);
    expect(applyTooOld(half, { from: now - 3 * day, to: now - 2 * day }, now).reach).toBe(12.5 * hour);
    const small = applyTooOld(half, { from: now - 12.1 * hour, to: now - 12 * hour }, now);
    expect(small.reach).toBe(12 * hour);
  });
});

describe('what is lost', () => {
  it('is written down, joined to what was lost before', () => {
    const one = applyLost(freshSourceState, [{ from: 0, to: 10 }]);
    const two = applyLost(one, [
      { from: 10, to: 20 },
      { from: 30, to: 40 },
    ]);
    expect(two.lost).toEqual([
      { from: 0, to: 20 },
      { from: 30, to: 40 },
    ]);
  });
});

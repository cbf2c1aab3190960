import { describe, expect, it } from 'vitest';
import type { Lane } from '../../shared/journal-batch.ts';
import {
  applyAnswer,
  applyLost,
  applyTooOld,
  applyUnsettled,
  type ReadWindow,
  saysTooOld,
} from './apply-answer.ts';
import { freshSourceState, sourceStateSchema } from './source-state.ts';
import { unsettled } from './window-plan.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2025, 5, 10, 8);
const window = { from: now - hour, to: now };

function readOf(lane: Lane, queryEndTime: number | null, changes: Partial<ReadWindow> = {}): ReadWindow {
  return { lane, window, queryEndTime, complete: true, begunAt: now, ...changes };
}

describe('a window that was read', () => {
  it('extends the coverage, and its lane and source remember when', () => {
    const state = applyAnswer(freshSourceState, readOf('main', now), now + 5);
    expect(state.coverage).toEqual([window]);
    expect(state.lanes).toMatchObject({ main: { lastAt: now + 5 }, backfill: { lastAt: null } });
    expect(state.lastSuccessAt).toBe(now + 5);
  });

  it('whose answer ends early leaves the rest to the next', () => {
    const state = applyAnswer(freshSourceState, readOf('main', now - 10 * minute), now);
    expect(state.coverage).toEqual([{ from: now - hour, to: now - 10 * minute }]);
  });

  it('whose answer ends before it begins covers nothing', () => {
    expect(applyAnswer(freshSourceState, readOf('main', now - 2 * hour), now).coverage).toEqual([]);
  });

  it('whose answer names no end, or a later one, is covered as it was asked for', () => {
    expect(applyAnswer(freshSourceState, readOf('main', null), now).coverage).toEqual([window]);
    expect(applyAnswer(freshSourceState, readOf('main', now + hour), now).coverage).toEqual([window]);
  });

  it('of the clicks lane moves the clicks alone, and never back', () => {
    const state = applyAnswer(freshSourceState, readOf('clicks', now), now);
    expect(state).toMatchObject({ coverage: [], clicksThrough: now });
    const earlier = { from: now - 2 * hour, to: now - hour };
    const again = applyAnswer(state, { ...readOf('clicks', null), window: earlier }, now);
    expect(again.clicksThrough).toBe(now);
  });

  it('lets go of coverage that is a month old', () => {
    const old = { from: now - 40 * day, to: now - 31 * day };
    const state = { ...freshSourceState, coverage: [old] };
    expect(applyAnswer(state, readOf('main', now), now).coverage).toEqual([window]);
  });

  it('leaves a state that can be remembered', () => {
    const state = applyAnswer(freshSourceState, readOf('backfill', now), now);
    expect(sourceStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('does not change the state it was given', () => {
    const before = JSON.stringify(freshSourceState);
    applyAnswer(freshSourceState, readOf('main', now), now);
    expect(JSON.stringify(freshSourceState)).toBe(before);
  });
});

describe('a piece of what a lane wanted', () => {
  it('extends the coverage and leaves its lane due', () => {
    const state = applyAnswer(freshSourceState, readOf('main', now, { complete: false }), now + 5);
    expect(state).toMatchObject({
      coverage: [window],
      lastSuccessAt: now + 5,
      lanes: { main: { lastAt: null } },
    });
    const last = applyAnswer(state, readOf('main', now), now + 7);
    expect(last.lanes.main.lastAt).toBe(now + 7);
  });

  it('of the clicks lane moves what was read through, and leaves its lane due', () => {
    const state = applyAnswer(freshSourceState, readOf('clicks', now, { complete: false }), now);
    expect(state).toMatchObject({ clicksThrough: now, lanes: { clicks: { lastAt: null } } });
  });

  it('settles nothing before the last of them', () => {
    const before = { ...freshSourceState, settledThrough: now - 2 * hour };
    const state = applyAnswer(before, readOf('sweep', now, { complete: false }), now);
    expect(state.settledThrough).toBe(now - 2 * hour);
  });
});

describe('creation time is settled', () => {
  it('from the first main window on, and no further by later ones', () => {
    const first = applyAnswer(freshSourceState, readOf('main', now), now);
    expect(first.settledThrough).toBe(window.from);
    const next = { window: { from: now, to: now + 2 * minute }, begunAt: now + 2 * minute };
    expect(applyAnswer(first, readOf('main', null, next), now).settledThrough).toBe(window.from);
  });

  it('by a sweep up to forty minutes before it began, however long it took', () => {
    const late = { begunAt: now - 7 * minute };
    expect(applyAnswer(freshSourceState, readOf('sweep', now, late), now).settledThrough).toBe(
      now - 47 * minute,
    );
  });

  it('by a sweep whose answer ends early only up to forty minutes before that', () => {
    const state = applyAnswer(freshSourceState, readOf('sweep', now - 10 * minute), now);
    expect(state.settledThrough).toBe(now - 50 * minute);
  });

  it('not by back-filling or clicks', () => {
    for (const lane of ['backfill', 'clicks'] as const)
      expect(applyAnswer(freshSourceState, readOf(lane, now), now).settledThrough).toBeNull();
  });

  it('no longer ahead of the clock after a sweep, though a wrong clock wrote that it is', () => {
    const ahead = { ...freshSourceState, settledThrough: now + day };
    expect(applyAnswer(ahead, readOf('sweep', now), now).settledThrough).toBe(now - 40 * minute);
  });
});

describe('what was read too soon', () => {
  const stateOf = (ago: number) => ({
    ...freshSourceState,
    coverage: [{ from: now - 10 * hour, to: now - ago + 40 * minute }],
    settledThrough: now - ago,
  });

  it.each([0, 40 * minute, 61 * minute, 2 * hour])(
    'is the sweep to mend where it was settled %i ms ago',
    (ago) => expect(unsettled({ state: stateOf(ago), serverNow: now })).toBeUndefined(),
  );

  it('is nothing where nothing was read yet', () =>
    expect(unsettled({ state: freshSourceState, serverNow: now })).toBeUndefined());

  it('and no sweep reaches any more is taken out of the coverage, once', () => {
    const before = stateOf(3 * hour);
    const again = unsettled({ state: before, serverNow: now });
    expect(again).toEqual({ from: now - 3 * hour, to: now - hour });
    const after = applyUnsettled(before, again ?? window);
    expect(after.coverage).toEqual([{ from: now - 10 * hour, to: now - 3 * hour }]);
    expect(after.settledThrough).toBe(now - hour);
    expect(unsettled({ state: after, serverNow: now })).toBeUndefined();
  });

  it('leaves what was read after it as it is', () => {
    const read = { from: now - 10 * hour, to: now };
    const before = { ...stateOf(3 * hour), coverage: [read] };
    expect(applyUnsettled(before, { from: now - 3 * hour, to: now - hour }).coverage).toEqual([
      { from: now - 10 * hour, to: now - 3 * hour },
      { from: now - hour, to: now },
    ]);
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

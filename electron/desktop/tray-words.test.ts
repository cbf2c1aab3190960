import { describe, expect, it } from 'vitest';
import { defaultCadence, defaultStallSettings, type SourceView } from '../../shared/source.ts';
import { trayWords, troubledCount } from './tray-words.ts';

const now = Date.UTC(2025, 5, 10, 8);

function source(changes: Partial<SourceView>): SourceView {
  return {
    id: 'a',
    kind: 'proofpoint',
    name: 'My logs',
    domain: 'https://api.example',
    createdAt: 0,
    historyFrom: 0,
    paused: false,
    stall: defaultStallSettings,
    cadence: defaultCadence,
    state: 'live',
    trouble: null,
    troubleSince: null,
    stalledSince: null,
    lastPollAt: null,
    lastSuccessAt: now - 40_000,
    nextPollAt: null,
    lastEventAt: null,
    readThrough: null,
    clicksReadThrough: null,
    coverage: [],
    lost: [],
    backfill: { done: 1, remainingWindows: 0 },
    budget: { shared: { used: 0, limit: 1800 }, clicks: { used: 0, limit: 1800 } },
    journal: { batches: 0, bytes: 0 },
    counts: { stored: 0, duplicates: 0, versions: 0, unparsed: 0 },
    hourly: [],
    failures: [],
    clockSkew: null,
    ...changes,
  };
}

const live = source({});
const paused = source({ state: 'paused', paused: true, lastSuccessAt: null });
const waiting = source({ state: 'waiting', lastSuccessAt: null });
const stalled = source({ state: 'stalled', name: 'Quiet one', stalledSince: now - 30 * 3_600_000 });
const failing = source({ state: 'failing', name: 'Broken one' });

describe('the tray', () => {
  it.each([
    ['no source', [], 'quiet', 'Lurescope: no source yet'],
    ['a live one', [live], 'live', 'Lurescope: last poll 40 seconds ago'],
    ['a live and a paused one', [paused, live], 'live', 'Lurescope: last poll 40 seconds ago'],
    ['paused ones alone', [paused, paused], 'quiet', 'Lurescope: paused'],
    ['one before its first poll', [waiting], 'quiet', 'Lurescope: first poll under way'],
    [
      'one that polled ahead of the clock',
      [source({ lastSuccessAt: now + 5000 })],
      'live',
      'Lurescope: last poll less than a second ago',
    ],
    ['a stalled one', [live, stalled], 'trouble', 'Lurescope: no events for 30 hours from Quiet one'],
    ['a failing one, which is worse', [stalled, live, failing], 'trouble', 'Lurescope: Broken one fails'],
  ] as const)('with %s', (_, sources, state, tooltip) => {
    expect(trayWords(sources, 0, now)).toMatchObject({ state, tooltip });
  });

  it.each([
    ['a live source', [live], 'alerts', 'Lurescope: 3 new alerts; last poll 40 seconds ago'],
    ['no source any more', [], 'alerts', 'Lurescope: 3 new alerts; no source yet'],
    ['one in trouble, which comes first', [failing], 'trouble', 'Lurescope: Broken one fails; 3 new alerts'],
  ] as const)('tells new alerts beside %s', (_, sources, state, tooltip) => {
    const words = trayWords(sources, 3, now);
    expect(words).toMatchObject({ state, tooltip });
    expect(words.status).toContain('3 new alerts');
  });

  it('offers what can be done: pause what polls, resume where nothing does', () => {
    expect(trayWords([], 0, now).offers).toBe('nothing');
    expect(trayWords([live, paused], 0, now).offers).toBe('pause');
    expect(trayWords([paused], 0, now).offers).toBe('resume');
  });

  it('has a menu line that does not change by the second, and the badge counts what is in trouble', () => {
    expect(trayWords([live], 0, now).status).toBe(trayWords([live], 0, now + 20_000).status);
    expect(troubledCount([live, stalled, failing, paused])).toBe(2);
  });
});

import { describe, expect, it } from 'vitest';
import { defaultCadence, defaultStallSettings, type Source, sourceViewSchema } from '../../shared/source.ts';
import type { PollerStatus } from '../ingest/poller.ts';
import { freshSourceState, type SourceState } from '../ingest/source-state.ts';
import { poolLimit } from '../proofpoint/request-budget.ts';
import { viewOf } from './source-view.ts';

const hour = 3_600_000;
const week = 7 * 24 * hour;
const noon = Date.UTC(2025, 5, 10, 12);

const source: Source = {
  id: 'a',
  kind: 'proofpoint',
  name: 'My logs',
  domain: 'https://api.example',
  createdAt: noon,
  historyFrom: noon - 100 * hour,
  paused: false,
  stall: defaultStallSettings,
  cadence: defaultCadence,
};

const idle: PollerStatus = {
  trouble: null,
  troubleSince: null,
  lastPollAt: null,
  lastPollEvents: null,
  nextPollAt: null,
  tried: false,
  watchedSince: 0,
};

function view(
  state: Partial<SourceState> = {},
  poller: Partial<PollerStatus> = {},
  changes: Partial<Source> = {},
) {
  const whole = { ...freshSourceState, ...state };
  const given = { ...source, ...changes };
  const facts = {
    source: given,
    state: whole,
    poller: { ...idle, ...poller },
    plan: {
      now: noon,
      serverNow: noon,
      state: whole,
      cadence: defaultCadence,
      historyFrom: given.historyFrom,
      limit: poolLimit,
      lengths: { main: hour, sweep: hour, clicks: hour, backfill: hour },
      pieces: { sweep: null, clicks: null },
      putOff: [],
    },
    journal: { batches: 0, bytes: 0 },
    clockSkew: null,
    now: noon,
  };
  const shown = viewOf(facts);
  expect(sourceViewSchema.parse(shown)).toEqual(shown);
  return shown;
}

const trouble = { kind: 'timeout' as const, sentence: 'x' };
const whole = { lastSuccessAt: noon, coverage: [{ from: noon - week, to: noon }] };

describe('a source is shown as', () => {
  it.each([
    ['waiting before its first answer', view(), 'waiting'],
    [
      'filling while back-filling goes on',
      view({ lastSuccessAt: noon, coverage: [{ from: noon - hour, to: noon }] }),
      'filling',
    ],
    ['live when all is read', view(whole), 'live'],
    [
      'stalled when its silence was noticed',
      view({ ...whole, monitor: { stalledSince: 5, stalledHours: 24, stalledSaidAt: null, failing: null } }),
      'stalled',
    ],
    [
      'failing, whatever else',
      view(
        { ...whole, monitor: { stalledSince: 5, stalledHours: 24, stalledSaidAt: null, failing: null } },
        { trouble },
      ),
      'failing',
    ],
    ['paused before anything else', view(whole, { trouble }, { paused: true }), 'paused'],
  ])('%s', (_, shown, state) => expect(shown.state).toBe(state));
});

describe('back-filling is shown', () => {
  it('from nothing to all', () => {
    expect(view().backfill).toEqual({ done: 0, remainingWindows: 100 });
    const half = view({ coverage: [{ from: noon - 50 * hour, to: noon }] }).backfill;
    expect(half).toEqual({ done: 0.5, remainingWindows: 50 });
    expect(view(whole).backfill).toEqual({ done: 1, remainingWindows: 0 });
  });

  it('with its budgets, which name what was sent', () => {
    const at = Math.floor(noon / 60_000);
    expect(
      view({
        requests: [
          [at, 'main', 3],
          [at, 'clicks', 2],
          [at - 3000, 'main', 9],
        ],
      }).budget,
    ).toEqual({
      shared: { used: 3, limit: 1800 },
      clicks: { used: 2, limit: 1800 },
    });
  });
});

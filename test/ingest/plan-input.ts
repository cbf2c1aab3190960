import { freshSourceState, type SourceState } from '../../electron/ingest/source-state.ts';
import type { PlanInput } from '../../electron/ingest/window-plan.ts';
import { poolLimit } from '../../electron/proofpoint/request-budget.ts';
import { defaultCadence } from '../../shared/source.ts';

const minute = 60_000;
const hour = 60 * minute;

/** When windows are planned: a moment that is no whole second. */
export const noon = Date.UTC(2025, 5, 10, 12, 0, 0, 123);
/** Lengths of windows where the service can answer an hour. */
export const anHour = { main: hour, sweep: hour, clicks: hour, backfill: hour };

/** What is planned by: nothing read yet, a week wanted, and what a test has otherwise. */
export function inputOf(state: Partial<SourceState>, changes: Partial<PlanInput> = {}): PlanInput {
  return {
    now: noon,
    serverNow: noon,
    state: { ...freshSourceState, ...state },
    cadence: defaultCadence,
    historyFrom: noon - 7 * 24 * hour + 10 * minute,
    limit: poolLimit,
    lengths: anHour,
    pieces: { sweep: null, clicks: null },
    putOff: [],
    ...changes,
  };
}

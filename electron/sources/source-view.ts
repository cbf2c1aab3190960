import type { Source, SourceView } from '../../shared/source.ts';
import { holes, lengthOf, readThrough } from '../ingest/coverage.ts';
import type { PollerStatus } from '../ingest/poller.ts';
import type { SourceState } from '../ingest/source-state.ts';
import { backfillWindows, type PlanInput } from '../ingest/window-plan.ts';
import { poolLimit, spent } from '../proofpoint/request-budget.ts';

/** All that is known of a source at a moment. */
export interface SourceFacts {
  source: Source;
  state: SourceState;
  poller: PollerStatus;
  plan: PlanInput;
  journal: { batches: number; bytes: number };
  clockSkew: number | null;
  now: number;
}

function stateOf({ source, state, poller }: SourceFacts, remaining: number): SourceView['state'] {
  if (source.paused) return 'paused';
  if (poller.trouble !== null) return 'failing';
  if (state.monitor.stalledSince !== null) return 'stalled';
  if (state.lastSuccessAt === null) return 'waiting';
  return remaining > 0 ? 'filling' : 'live';
}

/** A source as the renderer shows it. */
export function viewOf(facts: SourceFacts): SourceView {
  const { source, state, poller, plan, now } = facts;
  const remainingWindows = backfillWindows(plan);
  const through = readThrough(state.coverage) ?? null;
  const span = { from: source.historyFrom, to: through ?? now };
  const missing = lengthOf(holes(state.coverage, span));
  const length = Math.max(1, span.to - span.from);
  return {
    ...source,
    state: stateOf(facts, remainingWindows),
    trouble: poller.trouble,
    troubleSince: poller.troubleSince,
    stalledSince: state.monitor.stalledSince,
    lastPollAt: poller.lastPollAt,
    lastSuccessAt: state.lastSuccessAt,
    nextPollAt: poller.nextPollAt,
    lastEventAt: state.lastEventAt,
    readThrough: through,
    clicksReadThrough: state.clicksThrough,
    coverage: state.coverage,
    lost: state.lost,
    backfill: { done: through === null ? 0 : Math.max(0, 1 - missing / length), remainingWindows },
    budget: {
      shared: { used: spent(state.requests, 'shared', now), limit: poolLimit },
      clicks: { used: spent(state.requests, 'clicks', now), limit: poolLimit },
    },
    journal: facts.journal,
    counts: state.counts,
    hourly: state.hourly,
    failures: state.failures,
    clockSkew: facts.clockSkew,
  };
}

import type { Bench } from './bench.ts';
import { DuckDbEvents } from './duckdb-events.ts';
import { EngineEvents, timed } from './engine-events.ts';
import { costFigure, type Figure, median, quantile } from './figure.ts';
import { facetFields, refreshesOver, sqlOf } from './refresh-questions.ts';
import { tenantChunks } from './tenant-chunks.ts';

const million = 1_000_000;
const refreshes = 60;
/** Of ten million events fewer: DuckDB takes a second or more for each. */
const largeRefreshes = 24;
/** The first are not counted: code is compiled and caches are filled. */
const warmUps = 10;

function matchedOf(rows: unknown[][]): number {
  return Number(rows.find(([what]) => what === 'matched')?.[3] ?? Number.NaN);
}

async function compared(
  events: number,
  refreshes: number,
  say: (line: string) => void,
): Promise<{ ours: number[]; peer: number[] }> {
  const ours = new EngineEvents(tenantChunks(events));
  const peer = await DuckDbEvents.ofTenant(events);
  try {
    const times: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
    for (const [i, refresh] of refreshesOver(ours.range, refreshes + warmUps).entries()) {
      let [found, expected] = [0, 0];
      const sql = sqlOf(refresh, ours.range);
      const own = await timed(() => {
        found = ours.refresh(refresh.question);
      });
      const other = await timed(async () => {
        expected = matchedOf(await peer.rows(sql));
      });
      if (found !== expected) throw new Error(`Ours found ${found} events and DuckDB ${expected}: ${sql}`);
      if (i < warmUps) continue;
      times.ours.push(own);
      times.peer.push(other);
    }
    say(
      `  refresh of ${events}: ours ${median(times.ours).toFixed(1)} ms, p95 ${quantile(times.ours, 0.95).toFixed(1)}; DuckDB ${median(times.peer).toFixed(1)}, p95 ${quantile(times.peer, 0.95).toFixed(1)}`,
    );
    return times;
  } finally {
    peer.close();
  }
}

const what = `a filter that was not asked before, a histogram of 200 bars by kind, ${facetFields.length} facets and the newest 100 events`;

const peerName = 'DuckDB in memory, all cores';

/** What a change of the filter costs until all that the screen shows is there. */
export const refreshBench: Bench = {
  name: 'refresh',
  about: 'full refresh of the explorer over a million events',
  async run({ say }): Promise<Figure[]> {
    const { ours, peer } = await compared(million, refreshes, say);
    return [
      costFigure({
        name: 'full refresh over 1,000,000 events, p95',
        unit: 'ms',
        ours: quantile(ours, 0.95),
        peer: quantile(peer, 0.95),
        peerName,
        goal: { oursAtMost: 16 },
        note: `${what}; ${refreshes} refreshes in turn with DuckDB; ours has the distributions of four scores beside, and counts all values of lists and threats where DuckDB has the first alone`,
      }),
      costFigure({
        name: 'full refresh over 1,000,000 events, median',
        unit: 'ms',
        ours: median(ours),
        peer: median(peer),
        peerName,
        goal: { ratioAtLeast: 10 },
        note: 'the same refreshes',
      }),
    ];
  },
};

/** The same refreshes, ours alone, ms. */
async function timesAlone(events: number): Promise<number[]> {
  const ours = new EngineEvents(tenantChunks(events));
  const times: number[] = [];
  for (const { question } of refreshesOver(ours.range, largeRefreshes + warmUps)) {
    times.push(await timed(() => ours.refresh(question)));
  }
  return times.slice(warmUps);
}

/** The same over ten times as many events. */
export const largeRefreshBench: Bench = {
  name: 'refresh-large',
  about: 'full refresh of the explorer over ten million events',
  async run({ say }): Promise<Figure[]> {
    const small = await timesAlone(million);
    const { ours, peer } = await compared(10 * million, largeRefreshes, say);
    return [
      costFigure({
        name: 'full refresh over 10,000,000 events, median',
        unit: 'ms',
        ours: median(ours),
        peer: median(peer),
        peerName,
        goal: { ratioAtLeast: 10 },
        note: `${largeRefreshes} of the same refreshes`,
      }),
      costFigure({
        name: 'ten times the events, median',
        unit: 'ms',
        ours: median(ours),
        peer: median(small) * 10,
        peerName: 'ten times ours over 1,000,000',
        goal: { ratioAtLeast: 0.9 },
        note: 'whether the cost grows with the events and no faster',
      }),
    ];
  },
};

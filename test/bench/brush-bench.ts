import type { Query } from '../../shared/query/ast.ts';
import type { Bench } from './bench.ts';
import { CrossfilterEvents } from './crossfilter-events.ts';
import { EngineEvents, timed } from './engine-events.ts';
import { costFigure, median } from './figure.ts';
import { questionOf } from './refresh-questions.ts';
import { tenantChunks } from './tenant-chunks.ts';

const million = 1_000_000;
const moves = 60;
const switches = 24;
/** A bar of the histogram: what a brush is dragged by from one frame to the next. */
const barShare = 1 / 200;
/** Enough for both sides' code to be compiled. */
const warmUps = 30;
const switchWarmUps = 6;

function phishFrom(from: number): Query {
  return {
    is: 'field',
    field: 'phishScore',
    test: { is: 'within', from, fromOpen: false, to: null, toOpen: false },
  };
}

/** What small and large changes cost beside a library made for them. */
export const brushBench: Bench = {
  name: 'brush',
  about: 'a brush moved and a score switched over a million events',
  async run({ say }) {
    const ours = new EngineEvents(tenantChunks(million));
    const drawn = ours.range;
    const peer = new CrossfilterEvents(tenantChunks(million), drawn);
    const length = drawn.to - drawn.from;
    const brush: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
    const score: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
    const check = (found: number, expected: number) => {
      if (found !== expected) throw new Error(`Ours found ${found} events and crossfilter2 ${expected}.`);
    };
    for (let i = 0; i < moves + warmUps; i++) {
      const from = drawn.from + Math.floor(length * (0.3 + i * barShare));
      const range = { from, to: from + Math.floor(length * 0.2) };
      let [found, expected] = [0, 0];
      const own = await timed(() => {
        found = ours.refresh(questionOf({ is: 'everything' }, range, drawn));
      });
      const other = await timed(() => {
        expected = peer.brush(range);
      });
      check(found, expected);
      if (i < warmUps) continue;
      brush.ours.push(own);
      brush.peer.push(other);
    }
    peer.brush({ from: drawn.from, to: drawn.to });
    for (let i = 0; i < switches + switchWarmUps; i++) {
      // Every second time the filter is taken off; the others are never asked twice.
      const from = i % 2 === 0 ? 40 + i : null;
      let [found, expected] = [0, 0];
      const own = await timed(() => {
        found = ours.refresh(questionOf(from === null ? { is: 'everything' } : phishFrom(from), null, drawn));
      });
      const other = await timed(() => {
        expected = peer.phishFrom(from);
      });
      check(found, expected);
      if (i < switchWarmUps) continue;
      score.ours.push(own);
      score.peer.push(other);
    }
    const line = (name: string, times: typeof brush) =>
      say(
        `  ${name}: ours ${median(times.ours).toFixed(1)} ms, crossfilter2 ${median(times.peer).toFixed(1)} ms`,
      );
    line('brush', brush);
    line('score', score);
    const note =
      'histogram, six facets, four distributions and the newest 100 events read each time, in turn';
    return [
      costFigure({
        name: 'brush moved by a bar of the histogram over 1,000,000 events, median',
        unit: 'ms',
        ours: median(brush.ours),
        peer: median(brush.peer),
        peerName: 'crossfilter2',
        goal: { ratioAtLeast: 1 },
        note,
      }),
      costFigure({
        name: 'score filter switched over 1,000,000 events, median',
        unit: 'ms',
        ours: median(score.ours),
        peer: median(score.peer),
        peerName: 'crossfilter2',
        goal: { ratioAtLeast: 50 },
        note: `${note}; on, off, and on again with another score`,
      }),
    ];
  },
};

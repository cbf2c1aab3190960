import type { ServerResponse } from 'node:http';
import type { Bench } from './bench.ts';
import { openBenchPage } from './bench-page.ts';
import { costFigure, median, quantile, rateFigure } from './figure.ts';
import { refreshesOver } from './refresh-questions.ts';
import { alternate } from './rounds.ts';
import { sampleTexts } from './sample-texts.ts';

/** Events appended a round, in groups of a thousand. */
const appended = 30_000;
/** Events that copies are made of to fill a store. */
const originals = 3 * 4096;
const started = 1_000_000;
/** Events a second that arrive while it is looked at, and how often it is. */
const arrivals = 2000;
const looks = 110;

/** Events without an id twice: the sample repeats itself, and would be versions of what is there. */
function* textLines(count: number): Generator<string> {
  const texts = sampleTexts();
  for (let i = 0; i < count; i++) {
    const { kind, text } = texts.next().value;
    yield `${kind} ${text.replace(/"id":"[^"]*"/, () => `"id":"${crypto.randomUUID()}"`)}\n`;
  }
}

function answerLines(count: number): (request: unknown, response: ServerResponse) => void {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    for (const line of textLines(count)) response.write(line);
    response.end();
  };
}

/** What it costs to store events durably, the room they take, and how soon a full store answers. */
export const segmentBench: Bench = {
  name: 'segments',
  about: 'appending, room on disk and starts of the store of segments',
  async run({ rounds, say }) {
    const bench = await openBenchPage({
      '/texts': answerLines(appended),
      '/originals': answerLines(originals),
    });
    try {
      let round = 0;
      const append = (side: 'ours' | 'peer') =>
        bench.page.evaluate(([which, name]) => window.bench.appendAll(which, name, '/texts'), [
          side,
          `${side}-${round++}`,
        ] as const);
      const stored = await alternate(
        rounds,
        () => append('ours'),
        () => append('peer'),
      );
      const rate = (side: 'ours' | 'peer') =>
        median(stored[side].map(({ events, ms }) => (events / ms) * 1000));
      const each = (side: 'ours' | 'peer') => median(stored[side].map(({ events, bytes }) => bytes / events));
      say(`  appending: ours ${rate('ours').toFixed(0)} events/s, Dexie ${rate('peer').toFixed(0)} events/s`);
      const starts = await bench.page.evaluate(
        ([count, times]) => window.bench.startOurs('ours-start', '/originals', count, times),
        [started, rounds] as const,
      );
      const plain = await bench.page.evaluate(
        ([count, times]) => window.bench.startPlain('peer-start', '/originals', count, times),
        [started, rounds] as const,
      );
      const { from, to } = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 11, 1) };
      const questions = refreshesOver({ from, to }, looks).map(({ question }) => question);
      const arriving = await bench.page.evaluate(
        ([count, asked]) => window.bench.lookWhileArriving('ours-start', '/texts', count, asked),
        [arrivals, questions] as const,
      );
      say(
        `  looks while ${arriving.arrivedPerSecond.toFixed(0)} events/s arrive: median ${median(arriving.looksMs).toFixed(1)} ms, p95 ${quantile(arriving.looksMs, 0.95).toFixed(1)} ms`,
      );
      const complete = median(starts.map(({ completeMs }) => completeMs));
      say(
        `  start at ${started}: all read after ${complete.toFixed(0)} ms, ${starts[0]?.first} events at first`,
      );
      return [
        rateFigure({
          name: 'sustained append, strict, with identity check',
          unit: 'events/s',
          ours: rate('ours'),
          peer: rate('peer'),
          peerName: 'Dexie bulkPut with six indexes, strict',
          goal: { ratioAtLeast: 3 },
          note: `${appended.toLocaleString('en-US')} events in groups of a thousand from JSON text to disk, ours with normalising, identities, versions and joining the tail to segments`,
        }),
        costFigure({
          name: 'bytes on disk an event',
          unit: 'bytes',
          ours: each('ours'),
          peer: each('peer'),
          peerName: 'rows in IndexedDB',
          goal: { oursAtMost: 350 },
          note: 'what the browser says that the database takes after the same events; all columns and the exact text',
        }),
        costFigure({
          name: 'filter change at 1,000,000 events while 2,000 a second arrive, p95',
          unit: 'ms',
          ours: quantile(arriving.looksMs, 0.95),
          peer: Number.NaN,
          peerName: '-',
          goal: { oursAtMost: 50 },
          note: `from asking to the first 100 rows being there; ${arriving.looksMs.length} changes of the filter, median ${median(arriving.looksMs).toFixed(1)} ms, ${arriving.arrivedPerSecond.toFixed(0)} events a second stored meanwhile with strict commits`,
        }),
        costFigure({
          name: 'start to the first useful screen with 1,000,000 stored',
          unit: 'ms',
          ours: median(starts.map(({ firstScreenMs }) => firstScreenMs)),
          peer: median(plain),
          peerName: 'Dexie toArray() of rows with the columns needed',
          goal: { oursAtMost: 1500 },
          note: `the newest ${(starts[0]?.first ?? 0).toLocaleString('en-US')} events are shown and counted while the others are read; all of them after ${(complete / 1000).toFixed(1)} s`,
        }),
      ];
    } finally {
      await bench.close();
    }
  },
};

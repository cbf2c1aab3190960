import type { Bench } from './bench.ts';
import { costFigure, median } from './figure.ts';
import { alternate } from './rounds.ts';
import { type Reading, serveWindows } from './window-reading.ts';

const bodySize = 500_000_000;
const MB = 1_000_000;

/** What a process holds at most while one very large answer arrives and is made durable. */
export const memoryBench: Bench = {
  name: 'memory',
  about: 'peak memory while one window of 500 MB arrives',
  async run({ rounds, say }) {
    const server = await serveWindows(1, { bytes: bodySize });
    try {
      let failure: string | undefined;
      const sides = await alternate(
        rounds,
        () => server.read('read-windows', 1, 0),
        async () => {
          try {
            return await server.read('read-windows-plain', 1, 0);
          } catch (error) {
            failure = String(error).slice(0, 200);
            return undefined;
          }
        },
      );
      const peer = sides.peer.filter((reading) => reading !== undefined);
      const peak = (readings: Reading[]) => median(readings.map((reading) => reading.peak)) / MB;
      const before = (readings: Reading[]) => median(readings.map((reading) => reading.before)) / MB;
      const events = sides.ours[0]?.events ?? 0;
      if (peer.some((reading) => reading.events !== events)) throw new Error('Both sides read other events.');
      say(
        `  ours ${peak(sides.ours).toFixed(0)} MB (${before(sides.ours).toFixed(0)} before), plain ${peak(peer).toFixed(0)} MB (${before(peer).toFixed(0)} before)`,
      );
      const peerWords = failure === undefined ? '' : `; the plain way failed at it: ${failure}`;
      return [
        costFigure({
          name: 'peak memory while a 500 MB window arrives',
          unit: 'MB',
          ours: peak(sides.ours),
          peer: peak(peer),
          peerName: 'response.text(), JSON.parse, NDJSON lines appended',
          goal: { oursAtMost: 300 },
          note: `resident memory of the whole process, of which Node and the modules take ${before(sides.ours).toFixed(0)} MB here and ${before(peer).toFixed(0)} MB there before the first byte; ${events.toLocaleString('en-US')} events in one answer over HTTP, a fresh process each time${peerWords}`,
        }),
      ];
    } finally {
      await server.stop();
    }
  },
};

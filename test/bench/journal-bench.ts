import type { Bench } from './bench.ts';
import { costFigure, median, rateFigure } from './figure.ts';
import { alternate } from './rounds.ts';
import { type Reading, serveWindows } from './window-reading.ts';

/** A week of hours, with as many events as a large organisation has; the first windows warm the code up. */
const windows = 168;
const warmUp = 20;
const eventsEach = 600;

/** How fast events get from the socket to where a power cut does not reach them. */
export const journalBench: Bench = {
  name: 'journal',
  about: 'events a second from the socket to the fsynced journal',
  async run({ rounds, say }) {
    const server = await serveWindows(windows, { events: eventsEach });
    try {
      const { ours, peer } = await alternate(
        rounds + 2,
        () => server.read('read-windows', windows, warmUp),
        () => server.read('read-windows-plain', windows, warmUp),
      );
      const rates = (readings: Reading[]) => readings.map(({ events, ms }) => (events / ms) * 1000);
      const cpu = (readings: Reading[]) => median(readings.map((one) => (one.cpu / one.events) * 1000));
      const size = (readings: Reading[]) => median(readings.map(({ written }) => written)) / 1_000_000;
      const list = (readings: Reading[]) => rates(readings).map(Math.round).join(', ');
      say(`  ours ${list(ours)} events/s; plain ${list(peer)} events/s`);
      return [
        rateFigure({
          name: 'from the socket to the fsynced journal',
          unit: 'events/s',
          ours: median(rates(ours)),
          peer: median(rates(peer)),
          peerName: "response.json(), a window's NDJSON lines appended, fsync",
          note: `${windows - warmUp} windows of ${eventsEach} events over HTTP, one after the other, the same bodies, durable window by window on both sides; ours also packs (gzip), hashes each event to drop what it has, checks that each is JSON and keeps its exact text, and publishes each window whole or not at all (rename, fsync of the folder)`,
        }),
        costFigure({
          name: 'processor time of that, for 1,000 events',
          unit: 'ms',
          ours: cpu(ours),
          peer: cpu(peer),
          peerName: 'the same',
          note: 'all threads of the process; unlike the rate it hardly depends on what else the machine and its disk have to do, so it tells what the work costs',
        }),
        costFigure({
          name: 'what that takes on disk',
          unit: 'MB',
          ours: size(ours),
          peer: size(peer),
          peerName: 'NDJSON',
          note: 'the same windows and events, warm-up counted',
        }),
      ];
    } finally {
      await server.stop();
    }
  },
};

import { createTenant, takeEvents } from '../../shared/sample-tenant/tenant.ts';
import type { Bench } from './bench.ts';
import { openBenchPage } from './bench-page.ts';
import { costFigure, quantile } from './figure.ts';

/** When the events end that are looked at, ms. */
const newest = Date.UTC(2026, 10, 20);

const peers = {
  dexie: 'Dexie: toArray() of an index range, rest in JavaScript',
  cached: 'all rows in an array, all in JavaScript',
} as const;

const places = { dexie: 'Dexie', cached: 'a cached array' } as const;

/** Time of a filter change over everything stored. */
export const lookBench: Bench = {
  name: 'filter',
  about: 'filter changes over everything stored',
  async run({ events, rounds, say }) {
    const bench = await openBenchPage({
      '/events': (_request, response) => {
        const tenant = createTenant({ seed: 11, rate: 3000 });
        response.writeHead(200, { 'content-type': 'application/x-ndjson' });
        for (const { kind, raw } of takeEvents(tenant, events, newest)) {
          response.write(`${JSON.stringify({ kind, raw })}\n`);
        }
        response.end();
      },
    });
    try {
      const { looks } = await bench.page.evaluate(
        ([until, times]) => window.bench.looks('/events', until, times),
        [newest, rounds] as const,
      );
      for (const { name, matched, ms } of looks) {
        if (new Set(Object.values(matched)).size > 1) {
          throw new Error(`"${name}" shows other events on each side: ${JSON.stringify(matched)}.`);
        }
        const mid = (side: keyof typeof ms) => quantile(ms[side], 0.5).toFixed(1);
        say(
          `  ${name}: ${matched.ours} events, ${mid('ours')} ms, Dexie ${mid('dexie')} ms, array ${mid('cached')} ms`,
        );
      }
      const stored = (looks[0]?.matched.ours ?? 0).toLocaleString('en-US');
      const all = (side: 'ours' | keyof typeof peers) => looks.flatMap((look) => look.ms[side]);
      const figure = (peer: keyof typeof peers, name: string, share: number) =>
        costFigure({
          name: `filter change at ${stored} events beside ${places[peer]}, ${name}`,
          unit: 'ms',
          ours: quantile(all('ours'), share),
          peer: quantile(all(peer), share),
          peerName: peers[peer],
          note: 'count, histogram of 160 bars by kind, facet counts and the newest 100 rows; ours adds score distributions, counts each facet under all filters but its own, and reads its 100 rows from the database',
        });
      return (['dexie', 'cached'] as const).flatMap((peer) => [
        figure(peer, 'median', 0.5),
        figure(peer, 'p95', 0.95),
      ]);
    } finally {
      await bench.close();
    }
  },
};

import { createTenant, takeEvents } from '../../shared/sample-tenant/tenant.ts';
import { openBenchPage } from './bench-page.ts';
import { costFigure, type Figure, quantile } from './figure.ts';

/** Time of a filter change over so many stored events, beside Dexie's `where()` and `toArray()`. */
export async function lookFigures(events: number, say: (line: string) => void): Promise<Figure[]> {
  const bench = await openBenchPage({
    '/events': (_request, response) => {
      const tenant = createTenant({ seed: 11, rate: 3000 });
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      for (const { kind, raw } of takeEvents(tenant, events, Date.UTC(2026, 10, 20))) {
        response.write(`${JSON.stringify({ kind, raw })}\n`);
      }
      response.end();
    },
  });
  try {
    const { looks } = await bench.page.evaluate(() => window.benchLooks('/events', 3));
    for (const { name, matched, plainMatched, ours, plain } of looks) {
      if (matched !== plainMatched)
        throw new Error(`"${name}" shows ${matched} here and ${plainMatched} there.`);
      say(
        `  ${name}: ${matched} events, ${quantile(ours, 0.5).toFixed(1)} ms, plain ${quantile(plain, 0.5).toFixed(1)} ms`,
      );
    }
    const stored = looks[0]?.matched ?? 0;
    const all = (side: 'ours' | 'plain') => looks.flatMap((look) => look[side]);
    const figure = (name: string, share: number) =>
      costFigure({
        name: `filter change at ${stored.toLocaleString('en-US')} events, ${name}`,
        unit: 'ms',
        ours: quantile(all('ours'), share),
        peer: quantile(all('plain'), share),
        peerName: 'Dexie where() + toArray(), counted in JavaScript',
        note: 'count, histogram of 160 bars by kind, facet counts and the newest 100 rows; ours adds score distributions and counts each facet under all filters but its own',
      });
    return [figure('median', 0.5), figure('p95', 0.95)];
  } finally {
    await bench.close();
  }
}

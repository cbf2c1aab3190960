import { LurescopeApp } from '../e2e/lurescope-app.ts';
import { startSimulator } from '../tap-simulator/simulator.ts';
import { basicOf } from '../tap-simulator/test-client.ts';
import type { Bench } from './bench.ts';
import { openBenchPage } from './bench-page.ts';
import { median, rateFigure } from './figure.ts';
import { alternate } from './rounds.ts';

const hour = 3_600_000;
const hours = 168;

function intervalOf(from: number): string {
  const second = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
  return `${second(from)}/${second(from + hour)}`;
}

/** Ours: the app itself, from setting the source up until all of the week is stored and shown. */
async function ingestOurs(
  origin: string,
  principal: string,
  secret: string,
): Promise<{ events: number; ms: number }> {
  const lurescope = new LurescopeApp();
  try {
    const page = await lurescope.launch();
    const startedAt = performance.now();
    await page.evaluate((given) => window.lurescope.calls['sources.create'](given), {
      name: 'Bench',
      domain: origin,
      principal,
      secret,
      memoryOnly: true,
    });
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const look = async () => {
            const answer = (await window.lurescope.calls['sources.list']()) as {
              value: {
                lastSuccessAt: number | null;
                backfill: { remainingWindows: number };
                journal: { batches: number };
                counts: { stored: number };
              }[];
            };
            const source = answer.value[0];
            const shown =
              document.querySelector('[data-testid="counts"]')?.textContent?.replaceAll(',', '') ?? '';
            const isStored =
              source &&
              source.lastSuccessAt !== null &&
              source.backfill.remainingWindows + source.journal.batches === 0;
            if (isStored && shown.startsWith(String(source.counts.stored))) resolve();
            else setTimeout(look, 50);
          };
          void look();
        }),
    );
    const ms = performance.now() - startedAt;
    return { events: (await lurescope.source()).counts.stored, ms };
  } finally {
    await lurescope.dispose();
  }
}

/** Events a second from the API's answer to stored and shown, on the same seven days. */
export const ingestionBench: Bench = {
  name: 'ingestion',
  about: 'a week from the API to the screen',
  needsApp: true,
  async run({ rate, rounds, say }) {
    const simulator = await startSimulator({ seed: 5, rate, late: { share: 0, maxMs: 1 } });
    const headers = basicOf(simulator);
    const newest = Math.floor(Date.now() / hour) * hour;
    const windows = Array.from({ length: hours - 1 }, (_, i) => newest - (i + 1) * hour);
    const urls = windows.map(
      (from) =>
        `${simulator.origin}/v2/siem/all?format=json&interval=${intervalOf(from)}&threatStatus=active&threatStatus=cleared&threatStatus=falsePositive`,
    );
    const bench = await openBenchPage({});
    try {
      // The simulator makes its week up when it is first asked for: neither side is to wait for that.
      for (const url of urls) await (await fetch(url, { headers })).arrayBuffer();
      let round = 0;
      const sides = await alternate(
        rounds,
        () => {
          simulator.budgets.reset();
          return ingestOurs(simulator.origin, simulator.principal, simulator.secret);
        },
        () => {
          simulator.budgets.reset();
          return bench.page.evaluate(([name, all, given]) => window.bench.ingestPlain(name, all, given), [
            `bench-ingestion-${round++}`,
            urls,
            headers,
          ] as const);
        },
      );
      for (const side of ['ours', 'peer'] as const) {
        const words = sides[side].map(({ events, ms }) => `${events} in ${(ms / 1000).toFixed(1)} s`);
        say(`  ${side}: ${words.join(', ')}`);
      }
      const rates = (side: 'ours' | 'peer') => sides[side].map(({ events, ms }) => (events / ms) * 1000);
      return [
        rateFigure({
          name: 'ingestion, from the API to stored and shown',
          unit: 'events/s',
          ours: median(rates('ours')),
          peer: median(rates('peer')),
          peerName: 'page: fetch, json(), Dexie bulkPut a window',
          note: 'a week of 168 windows, both strictly committed; ours also writes a journal with fsync and an archive, checks identity and versions, keeps the exact text, reads three lanes, and draws histogram, facets and table as it goes, where the peer shows a number',
        }),
      ];
    } finally {
      await bench.close();
      await simulator.stop();
    }
  },
};

import { LurescopeApp } from '../e2e/lurescope-app.ts';
import { startSimulator } from '../tap-simulator/simulator.ts';
import { basicOf } from '../tap-simulator/test-client.ts';
import { openBenchPage } from './bench-page.ts';
import { type Figure, rateFigure } from './figure.ts';

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

/** Events a second from the API's answer to stored and shown, beside the plain way, on the same seven days. */
export async function ingestionFigure(rate: number, say: (line: string) => void): Promise<Figure> {
  const simulator = await startSimulator({ seed: 5, rate, late: { share: 0, maxMs: 1 } });
  const headers = basicOf(simulator);
  const newest = Math.floor(Date.now() / hour) * hour;
  const windows = Array.from({ length: hours - 1 }, (_, i) => newest - (i + 1) * hour);
  const url = (from: number) =>
    `${simulator.origin}/v2/siem/all?format=json&interval=${intervalOf(from)}&threatStatus=active&threatStatus=cleared&threatStatus=falsePositive`;
  const bench = await openBenchPage({
    '/window': (request, response) => {
      const from = Number(new URL(request.url ?? '', 'http://localhost').searchParams.get('from'));
      void fetch(url(from), { headers }).then(async (answer) => {
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(Buffer.from(await answer.arrayBuffer()));
      });
    },
  });
  try {
    // The simulator makes its week up when it is first asked for: neither side is to wait for that.
    for (const from of windows) await (await fetch(url(from), { headers })).arrayBuffer();
    simulator.budgets.reset();
    const paths = windows.map((from) => `/window?from=${from}`);
    const plain = await bench.page.evaluate((all) => window.benchPlainIngestion(all), paths);
    simulator.budgets.reset();
    const ours = await ingestOurs(simulator.origin, simulator.principal, simulator.secret);
    say(
      `  ours: ${ours.events} events in ${(ours.ms / 1000).toFixed(1)} s; plain: ${plain.events} in ${(plain.ms / 1000).toFixed(1)} s`,
    );
    return rateFigure({
      name: 'ingestion, from the answer to stored and shown',
      unit: 'events/s',
      ours: (ours.events / ours.ms) * 1000,
      peer: (plain.events / plain.ms) * 1000,
      peerName: 'fetch, JSON.parse, Dexie bulkPut a window',
      note: 'both commit strictly; ours also writes a journal with fsync, checks identity and versions, keeps the exact text, and draws histogram, facets and table as it goes',
    });
  } finally {
    await bench.close();
    await simulator.stop();
  }
}

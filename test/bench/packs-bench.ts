import type { ServerResponse } from 'node:http';
import { type DetectionSettings, detectionSchema } from '../../shared/detection.ts';
import { createTenant, takeEvents } from '../../shared/sample-tenant/tenant.ts';
import type { Bench } from './bench.ts';
import { openBenchPage } from './bench-page.ts';
import { median, rateFigure } from './figure.ts';
import type { Ingested } from './page/packs.ts';
import { alternate } from './rounds.ts';

const count = 30_000;
const allPacks = ['essentials', 'clicks', 'targets', 'delivered-after-all'];

/** Some days of an organisation with planted attacks. */
const tenant = createTenant({ seed: 11, rate: 460, people: 10_000, stories: true });

function sendEvents(_request: unknown, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/plain' });
  for (const { kind, raw } of takeEvents(tenant, count, Date.UTC(2026, 10, 20)))
    response.write(`${kind} ${JSON.stringify(raw)}\n`);
  response.end();
}

function settingsWith(packs: string[]): DetectionSettings {
  const { byDepartment, people, domain } = tenant.company;
  const executives = byDepartment.executives.members.map((i) => people[i]?.address ?? '');
  return detectionSchema.parse({ packs, lists: { executives, 'own-domains': [domain] } });
}

/** What the shipped rules cost ingestion: the product's store in its worker, with all packs on and with none. */
export const packsBench: Bench = {
  name: 'packs',
  about: 'storing events with all packs of rules on and with none',
  async run({ rounds, say }) {
    const bench = await openBenchPage({ '/events': sendEvents });
    try {
      let round = 0;
      const ingest = (packs: string[]) =>
        bench.page.evaluate(([name, settings]) => window.bench.ingestWithPacks(name, '/events', settings), [
          `packs-${round++}`,
          settingsWith(packs),
        ] as const);
      const sides = await alternate(
        rounds,
        () => ingest(allPacks),
        () => ingest([]),
      );
      const rate = (runs: readonly Ingested[], until: 'storedMs' | 'detectedMs') =>
        median(runs.map((run) => (run.events / run[until]) * 1000));
      const [stored, plainStored] = [rate(sides.ours, 'storedMs'), rate(sides.peer, 'storedMs')];
      const [detected, plainDetected] = [rate(sides.ours, 'detectedMs'), rate(sides.peer, 'detectedMs')];
      const alerts = sides.ours[0]?.alerts ?? 0;
      say(
        `  stored: ${stored.toFixed(0)} events/s with all packs, ${plainStored.toFixed(0)} with none; looked at: ${detected.toFixed(0)} and ${plainDetected.toFixed(0)}; ${alerts} alerts`,
      );
      const facts = { unit: 'events/s', peerName: 'the same with no rule on' };
      const how = `${count.toLocaleString('en-US')} events in groups of a thousand from JSON text to disk, strict; ${alerts} alerts raised`;
      return [
        rateFigure({
          ...facts,
          name: 'ingestion with all packs on, until events are stored',
          ours: stored,
          peer: plainStored,
          goal: { ratioAtLeast: 0.8 },
          note: how,
        }),
        rateFigure({
          ...facts,
          name: 'ingestion with all packs on, until rules have looked at the last event',
          ours: detected,
          peer: plainDetected,
          note: `the same runs; what was found is held back for up to two seconds, which counts here`,
        }),
      ];
    } finally {
      await bench.close();
    }
  },
};

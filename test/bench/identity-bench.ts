import { z } from 'zod';
import type { Bench } from './bench.ts';
import { openBenchPage } from './bench-page.ts';
import { runChild } from './child.ts';
import { costFigure, median } from './figure.ts';
import { alternate } from './rounds.ts';

const count = 1_000_000;
const batchSize = 1000;
const batches = 40;
const memorySchema = z.object({ each: z.number() });

/** What it costs to tell whether an event is known, a million being stored. */
export const identityBench: Bench = {
  name: 'identity',
  about: 'look-up of identities among a million',
  async run({ rounds, say }) {
    const bench = await openBenchPage({});
    try {
      const found = await bench.page.evaluate(
        ([all, size, times]) => window.bench.identity(all, size, times),
        [count, batchSize, batches] as const,
      );
      const memory = await alternate(
        rounds,
        () => runChild('identity-memory', ['index', count], memorySchema),
        () => runChild('identity-memory', ['map', count], memorySchema),
      );
      const each = (side: 'ours' | 'peer') => median(memory[side].map((one) => one.each));
      say(`  a batch: ours ${median(found.ours).toFixed(2)} ms, bulkGet ${median(found.peer).toFixed(1)} ms`);
      say(`  an identity: ours ${each('ours').toFixed(1)} bytes, Map ${each('peer').toFixed(1)} bytes`);
      return [
        costFigure({
          name: `look-up of ${batchSize} identities among 1,000,000`,
          unit: 'ms',
          ours: median(found.ours),
          peer: median(found.peer),
          peerName: 'Dexie bulkGet, rows of a key and a number',
          goal: { ratioAtLeast: 20 },
          note: `half of them known, half not; median of ${batches} batches, both sides in one page of Chromium, the database on its disk and warm`,
        }),
        costFigure({
          name: 'memory of an identity among 1,000,000',
          unit: 'bytes',
          ours: each('ours'),
          peer: each('peer'),
          peerName: 'Map of text to number',
          goal: { oursAtMost: 24 },
          note: 'what the process holds more than before, after collecting garbage',
        }),
      ];
    } finally {
      await bench.close();
    }
  },
};

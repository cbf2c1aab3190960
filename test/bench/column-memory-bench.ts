import { z } from 'zod';
import type { Bench } from './bench.ts';
import { runChild } from './child.ts';
import { costFigure } from './figure.ts';

const million = 1_000_000;
/** Objects take so much that a part of the events tells what all of them would take. */
const objects = 100_000;
const schema = z.object({ each: z.number() });

/** What an event takes as an object, bytes. */
export function objectMemory(): Promise<z.infer<typeof schema>> {
  return runChild('column-memory', ['objects', objects], schema);
}

/** What an event takes in memory, so that all filters can be answered without the disk. */
export const columnMemoryBench: Bench = {
  name: 'column-memory',
  about: 'memory of an event among a million',
  async run({ say }) {
    const ours = await runChild('column-memory', ['columns', million], schema);
    const peer = await objectMemory();
    say(`  an event: ours ${ours.each.toFixed(0)} bytes, objects ${peer.each.toFixed(0)} bytes`);
    return [
      costFigure({
        name: 'memory of an event among 1,000,000',
        unit: 'bytes',
        ours: ours.each,
        peer: peer.each,
        peerName: 'objects with every field',
        goal: { oursAtMost: 300 },
        note: `every field of an event but its raw text, with its identity and the order by time; what the process holds more than before, after collecting garbage; objects measured over ${objects.toLocaleString('en-US')} events`,
      }),
    ];
  },
};

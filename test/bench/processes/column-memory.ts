/** What an event takes in memory. Arguments: `columns` or `objects`, how many. */
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { runValuesOf } from '../chunk-objects.ts';
import { EngineEvents } from '../engine-events.ts';
import { copiesOf, ownChunks } from '../tenant-chunks.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function taken(): Promise<number> {
  // What a typed array held is let go of by the next collection only, and beside what runs.
  for (let times = 0; times < 5; times++) {
    collect();
    await setTimeout(100);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const [side, count = 0] = process.argv.slice(2);
// The more events are the tenant's own, the more alike they are: copies of few would all be of their own kind.
const own = ownChunks(40);
const chunks = copiesOf(own, Number(count));
const before = await taken();
// Whoever counts them keeps them.
let size: () => number;
if (side === 'columns') {
  const { columns } = new EngineEvents(chunks);
  size = () => columns.size;
} else {
  const objects = Array.from(chunks, runValuesOf).flat();
  size = () => objects.length;
}
const bytes = (await taken()) - before;
const each = bytes / size();
process.stdout.write(`${JSON.stringify({ each, own: own.chunks.length })}\n`);

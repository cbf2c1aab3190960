/** What an event takes in memory. Arguments: `columns` or `objects`, how many. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { runValuesOf } from '../chunk-objects.ts';
import { EngineEvents } from '../engine-events.ts';
import { copiesOf, ownChunks } from '../tenant-chunks.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function taken(): number {
  // What a typed array held is let go of by the next collection only.
  for (let times = 0; times < 3; times++) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const [side, count = 0] = process.argv.slice(2);
const own = ownChunks(10);
const chunks = copiesOf(own, Number(count));
const before = taken();
let held: unknown;
let events = 0;
if (side === 'columns') {
  const engine = new EngineEvents(chunks);
  events = engine.columns.size;
  held = engine;
} else {
  const objects = Array.from(chunks, runValuesOf).flat();
  events = objects.length;
  held = objects;
}
const bytes = taken() - before;
// Both have to be there until here: neither may be collected before it is measured.
const isHeld = held !== undefined && own.chunks.length > 0;
process.stdout.write(`${JSON.stringify({ each: bytes / events, isHeld })}\n`);

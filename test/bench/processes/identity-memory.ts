/** What a million identities take in memory. Arguments: `index` or `map`, how many. */
import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { IdentityIndex } from '../../../renderer/store/identity-index.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function taken(): number {
  // What a typed array held is let go of by the next collection only.
  for (let times = 0; times < 3; times++) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const [side, count = 0] = process.argv.slice(2);
const salt = new Uint32Array(4);
const index = new IdentityIndex();
const map = new Map<string, number>();
const before = taken();
for (let place = 0; place < Number(count); place++) {
  const identity = randomBytes(16).toString('hex');
  if (side === 'index') index.add(identity, salt, place);
  else map.set(identity, place);
}
const bytes = taken() - before;
process.stdout.write(`${JSON.stringify({ each: bytes / Math.max(index.size, map.size) })}\n`);

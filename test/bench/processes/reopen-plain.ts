/** The plain way: one NDJSON file, read line by line, each parsed. Arguments: folder, events in a first batch. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';

const [folder = '', groupSize = 0] = process.argv.slice(2);
const startedAt = performance.now();
const file = await open(join(folder, 'events.ndjson'));
let first: number | undefined;
let events = 0;
for await (const line of file.readLines()) {
  try {
    if (JSON.parse(line)) events += 1;
  } catch {
    // The kill cut the last line short.
  }
  if (events === Number(groupSize)) first ??= performance.now() - startedAt;
}
const all = performance.now() - startedAt;
process.stdout.write(`${JSON.stringify({ events, listed: 0, first, all })}\n`);

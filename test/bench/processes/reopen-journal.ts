/**
 * Opens a journal that a killed process left and reads all that waits in it, batch by batch, as the store does:
 * checksum first, then its entries. Arguments: folder, events in a batch.
 */
import { Delivery } from '../../../electron/ingest/delivery.ts';
import { readBatch } from '../../../renderer/store/batch-reader.ts';
import { openBenchJournal } from './bench-journal.ts';

const [folder = '', groupSize = 0] = process.argv.slice(2);
const nothing = () => undefined;
const startedAt = performance.now();
const journal = await openBenchJournal(folder);
const delivery = new Delivery({
  journal,
  archive: { append: async () => undefined },
  archives: () => false,
  clock: Date,
  announce: nothing,
  onStored: nothing,
  onDamaged: nothing,
  onNotArchived: nothing,
});
const waiting = delivery.waiting();
const listed = performance.now() - startedAt;
let first: number | undefined;
let events = 0;
for (const { source, seq } of waiting) {
  const batch = journal.find(source, seq);
  if (!batch) throw new Error(`batch ${seq} is gone`);
  const bytes = new Blob([new Uint8Array(await journal.readWhole(batch))]);
  for await (const { entries } of readBatch(bytes, Number(groupSize))) {
    // Parsed, since the plain way's are.
    for (const { rawText } of entries) if (JSON.parse(rawText)) events += 1;
    first ??= performance.now() - startedAt;
  }
}
const all = performance.now() - startedAt;
process.stdout.write(`${JSON.stringify({ events, listed, first, all })}\n`);

/**
 * Puts windows of events into a journal and, as lines, into one NDJSON file; then has a window half written on both
 * sides and waits to be killed. Arguments: folder, windows, events in each.
 */
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleTexts } from '../sample-texts.ts';
import { windowAt } from '../windows.ts';
import { openBenchJournal } from './bench-journal.ts';

const [folder = '', windows = 0, each = 0] = process.argv.slice(2);
const journal = await openBenchJournal(folder);
const plain = join(folder, 'events.ndjson');
const texts = sampleTexts();

async function write(index: number, events: number) {
  const facts = { source: 'bench-source', lane: 'backfill', window: windowAt(index), fetchedAt: Date.now() };
  const batch = await journal.begin({ ...facts, lane: 'backfill' });
  const lines: string[] = [];
  for (let i = 0; i < events; i++) {
    const { kind, text } = texts.next().value;
    await batch.entry(kind, text, true);
    lines.push(`{"kind":"${kind}","raw":${text}}\n`);
  }
  return { batch, lines: lines.join('') };
}

for (let index = 0; index < Number(windows); index++) {
  const { batch, lines } = await write(index, Number(each));
  await appendFile(plain, lines);
  await batch.commit(windowAt(index).to);
}
const { lines } = await write(Number(windows), 100);
await appendFile(plain, lines.slice(0, 500));
process.stdout.write(`${JSON.stringify({ events: Number(windows) * Number(each) })}\n`);
process.stdin.resume().on('end', () => process.exit(0));

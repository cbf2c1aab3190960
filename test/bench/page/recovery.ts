import { wrap } from 'comlink';
import type { EventKind } from '../../../shared/event/kinds.ts';
import type { RawEvent } from '../../../shared/event/raw-event.ts';
import type { BatchNotice } from '../../../shared/journal-batch.ts';
import type { OurWorker } from './our-worker.ts';
import { PlainStore, plainRow } from './plain-store.ts';

const groupSize = 1000;

/** The product's worker takes all batches that wait in the journal. Answers ms. */
export async function recoverOurs(name: string): Promise<{ events: number; ms: number }> {
  const startedAt = performance.now();
  const worker = new Worker(new URL('./our-worker.ts', import.meta.url), { type: 'module' });
  const ours = wrap<OurWorker>(worker);
  await ours.open(name);
  const notices = (await (await fetch('/waiting')).json()) as BatchNotice[];
  const events = await ours.take(notices);
  const ms = performance.now() - startedAt;
  worker.terminate();
  return { events, ms };
}

/** The plain way: the one file, parsed line by line, its rows put a thousand at a time. Answers ms. */
export async function recoverPlain(name: string): Promise<{ events: number; ms: number }> {
  const startedAt = performance.now();
  const store = new PlainStore(name);
  const text = await (await fetch('/events.ndjson')).text();
  const lines = text.split('\n');
  // The kill cut the last line short.
  lines.pop();
  for (let at = 0; at < lines.length; at += groupSize) {
    const rows = lines.slice(at, at + groupSize).map((line) => {
      const { kind, raw } = JSON.parse(line) as { kind: EventKind; raw: RawEvent };
      return plainRow(kind, raw);
    });
    await store.events.bulkPut(rows);
  }
  const ms = performance.now() - startedAt;
  const events = await store.events.count();
  await store.delete();
  return { events, ms };
}

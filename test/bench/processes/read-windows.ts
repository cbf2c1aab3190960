/**
 * Reads windows into a journal as main does: the product's client, its look for what is durable already, its journal.
 * Arguments: origin, folder, how many windows, how many of them are for warming up.
 */
import { systemClock } from '../../../electron/clock.ts';
import { FreshEntries } from '../../../electron/ingest/fresh-entries.ts';
import { SeenTexts } from '../../../electron/ingest/seen-texts.ts';
import { createSiemClient } from '../../../electron/proofpoint/siem-client.ts';
import { windowAt } from '../windows.ts';
import { openBenchJournal } from './bench-journal.ts';
import { timeWindows } from './timed-windows.ts';

const [origin = '', folder = '', windows = 0, warmUp = 0] = process.argv.slice(2);
const client = createSiemClient({ fetch, clock: systemClock, userAgent: 'bench' });
const journal = await openBenchJournal(folder);
const seen = new SeenTexts(systemClock);

async function readWindow(index: number): Promise<number> {
  const window = windowAt(index);
  const facts = { source: 'bench-source', lane: 'backfill', window, fetchedAt: Date.now() } as const;
  const batch = await journal.begin(facts);
  const fresh = new FreshEntries(seen, batch);
  const credentials = { principal: 'principal', secret: 'secret' };
  const outcome = await client.fetchWindow({ origin, credentials, endpoint: '/v2/siem/all', window }, fresh);
  if (!outcome.ok) throw new Error(outcome.trouble.sentence);
  await batch.commit(outcome.queryEndTime);
  fresh.committed();
  return outcome.events - fresh.dropped;
}

const times = await timeWindows(Number(windows), Number(warmUp), readWindow);
const written = journal.size().bytes;
process.stdout.write(`${JSON.stringify({ ...times, written })}\n`);

/**
 * The app's main process as a thread: everything that main.ts composes for ingestion, the same objects on the same
 * kind of folder, without windows. Ending the thread is a crash: nothing of it runs on, and what it had not yet
 * written it has not written.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { AppStart, FromApp, ToApp } from './app-messages.ts';

// The documents' library asks Electron where to write, unless it is told, and there is none here.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: 'data:text/javascript,export default {}', format: 'module', shortCircuit: true }
      : next(specifier, context),
});
const { Archive } = await import('../../electron/ingest/archive.ts');
const { Delivery } = await import('../../electron/ingest/delivery.ts');
const { Journal } = await import('../../electron/ingest/journal.ts');
const { createSiemClient } = await import('../../electron/proofpoint/siem-client.ts');
const { openDocument } = await import('../../electron/sources/document.ts');
const { Sources, sourceListSchema } = await import('../../electron/sources/sources.ts');
const { Vault } = await import('../../electron/vault/vault.ts');
const { createRandom } = await import('../faults/random.ts');
const { AppClock } = await import('./app-clock.ts');
const { HangingRequests, SharedTime } = await import('./shared-time.ts');

if (!parentPort) throw new Error('This file is a thread of the soak.');
const port = parentPort;
const { folder, source, credentials, seed, ...memory } = workerData as AppStart;
const time = new SharedTime(memory.time);
const clock = new AppClock(time, new HangingRequests(memory.hanging));
const random = createRandom(seed);

/** As main.ts has it by default, bytes. */
const journalLimit = 2 * 1024 ** 3;

function say(message: FromApp): void {
  port.postMessage(message);
}

const onDamagedFile = (name: string, _aside: string, reason: string) => {
  throw new Error(`${name} was damaged: ${reason}`);
};
const documents = { folder, onDamaged: onDamagedFile };
const list = openDocument({ ...documents, name: 'sources', schema: sourceListSchema, initial: [] });
if (list.get().length === 0) list.set([source]);

const vault = new Vault(async () => ({
  getPassword: async () => JSON.stringify(credentials),
  setPassword: async () => undefined,
  deletePassword: async () => true,
}));
const journalFolder = join(folder, 'journal');
const journal = await Journal.open({
  folder: journalFolder,
  quarantineFolder: join(folder, 'quarantine'),
  limit: journalLimit,
  sequence: openDocument({
    ...documents,
    name: 'sequence',
    schema: z.object({ next: z.number().int().nonnegative() }),
    initial: { next: 1 },
  }),
});
const archive = await Archive.open(join(folder, 'archive'));
let announcedAt: number | null = null;
const delivery = new Delivery({
  journal,
  archive,
  archives: () => true,
  clock,
  announce: (notice) => say({ say: 'batch', notice, at: announcedAt }),
  onStored: (batch, outcome) => sources.stored(batch, outcome),
  onDamaged: (batch) => sources.readAgain(batch),
  onNotArchived: (_, error) => {
    throw error;
  },
});
const sources = new Sources({
  folder,
  journal,
  archive,
  said: { removeSource: async () => undefined },
  journalFolder,
  clock: clock.ofPoller,
  random: random.next,
  vault,
  isOnline: () => true,
  stallHours: () => 24,
  createClient: (onClockSkew) =>
    createSiemClient({
      fetch: clock.fetch,
      clock: clock.plain,
      userAgent: 'Lurescope/soak',
      ...(onClockSkew ? { onClockSkew } : {}),
    }),
  startSampleServer: () => Promise.reject(new Error('A soak has no sample data.')),
  onBatch: (batch) => {
    announcedAt = time.now;
    delivery.offer(batch);
  },
  onChange: () => undefined,
  onDamagedFile,
  log: () => undefined,
});

function status(): FromApp {
  const [view] = sources.views();
  if (!view) throw new Error('The source is gone.');
  const { backfill, budget, journal: waiting, lost, trouble } = view;
  return {
    say: 'status',
    status: {
      remainingWindows: backfill.remainingWindows,
      journalBatches: waiting.batches,
      journalBytes: waiting.bytes,
      trouble: trouble?.kind ?? null,
      lost,
      requests: { shared: budget.shared.used, clicks: budget.clicks.used },
    },
  };
}

async function read(id: string, seq: number, ask: number): Promise<void> {
  const batch = journal.find(id, seq);
  const bytes = batch ? new Uint8Array(await journal.readWhole(batch)) : null;
  say({ say: 'bytes', ask, bytes });
}

async function settle(step: number): Promise<void> {
  await clock.settled();
  say({ say: 'settled', step, nextDue: clock.nextDue() });
}

async function hear(message: ToApp): Promise<void> {
  switch (message.say) {
    case 'step':
      clock.fire();
      return settle(message.step);
    case 'asleep':
      return sources.setAsleep(message.asleep);
    case 'poll now':
      return sources.pollNow(source.id);
    case 'status':
      return say(status());
    case 'read':
      return clock.during(read(message.source, message.seq, message.ask));
    case 'acknowledge': {
      const { notice, outcome } = message;
      return clock.during(delivery.acknowledge(notice.source, notice.seq, outcome));
    }
    case 'damaged':
      return clock.during(delivery.reportDamage(message.notice.source, message.notice.seq, message.reason));
    case 'quit':
      await sources.stop();
      return say({ say: 'quit' });
  }
}

port.on('message', (message: ToApp) => {
  void hear(message).catch((error: unknown) => {
    // Ends the thread with the error, which ends the soak.
    queueMicrotask(() => {
      throw error;
    });
  });
});
for (const notice of delivery.waiting()) say({ say: 'batch', notice, at: null });
await sources.start();

import { copyFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@playwright/test';
import { batchFileName, parseBatchFileName } from '../../electron/ingest/batch-file.ts';
import type { FaultRun } from './fault-run.ts';
import { faultTest } from './fault-test.ts';
import { filesBelow } from './files-below.ts';

const minute = 60_000;

const dataOf = (run: FaultRun) => join(run.lurescope.userData, 'data');

/** Keeps the app from its own database by a write that never ends, until the page goes. */
function blockStore(run: FaultRun): Promise<void> {
  return run.lurescope.page.evaluate(
    () =>
      new Promise<void>((done, failed) => {
        const opening = indexedDB.open('lurescope');
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const store = opening.result.transaction('tail', 'readwrite').objectStore('tail');
          const goOn = () => {
            const asked = store.get(-1);
            asked.onsuccess = () => {
              done();
              goOn();
            };
          };
          goOn();
        };
      }),
  );
}

/** Leaves batches in the journal, kills the app, lets something be done to their files, and goes on. */
async function harmJournal(run: FaultRun, times: number, harm: (path: string) => void): Promise<void> {
  for (let round = 0; round < times; round++) {
    await run.untilFilled();
    await blockStore(run);
    await run.pass(run.random.between(30, 120) * minute);
    await run.until('the journal to fill', async () => (await run.lurescope.source()).journal.batches >= 2);
    await run.lurescope.kill();
    const batches = filesBelow(join(dataOf(run), 'journal'), (name) => name.endsWith('.gz'));
    harm(run.random.pick(batches));
    await run.start();
  }
  await run.untilFilled();
}

const quarantined = (run: FaultRun) => readdirSync(join(dataOf(run), 'quarantine')).length;

faultTest({ name: 'bits of the journal flip', times: [30, 2] }, async (run, times) => {
  await harmJournal(run, times, (path) => {
    const bytes = readFileSync(path);
    // Behind the ten bytes of gzip's own head, some of which mean nothing.
    const at = run.random.between(10, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << run.random.between(0, 7));
    writeFileSync(path, bytes);
  });
  expect(quarantined(run)).toBe(times);
});

faultTest({ name: 'the journal is cut short', times: [30, 2] }, async (run, times) => {
  await harmJournal(run, times, (path) => {
    const { length } = readFileSync(path);
    truncateSync(path, run.random.between(0, length - 1));
  });
  expect(quarantined(run)).toBe(times);
});

faultTest({ name: 'batches are delivered twice', times: [20, 2] }, async (run, times) => {
  await harmJournal(run, times, (path) => {
    const name = path.slice(dirname(path).length + 1);
    const batch = parseBatchFileName('any', name, 0);
    if (!batch) throw new Error(`${name} is no batch.`);
    copyFileSync(path, join(dirname(path), batchFileName({ ...batch, seq: batch.seq + 500_000 })));
  });
  expect((await run.lurescope.source()).counts.duplicates).toBeGreaterThan(0);
});

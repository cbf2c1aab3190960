import { expect, test } from '@playwright/test';
import type { LurescopeApp } from '../e2e/lurescope-app.ts';
import { withFaultRun } from './fault-test.ts';

/** Takes the latest run of events out of the database, or puts it there once more. */
function spoil(lurescope: LurescopeApp, how: 'delete' | 'repeat'): Promise<void> {
  return lurescope.page.evaluate(
    (how) =>
      new Promise<void>((done, failed) => {
        const opening = indexedDB.open('lurescope');
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('tail', 'readwrite');
          transaction.onabort = () => failed(transaction.error);
          transaction.oncomplete = () => {
            opening.result.close();
            done();
          };
          const tail = transaction.objectStore('tail');
          const cursor = tail.openCursor(null, 'prev');
          cursor.onsuccess = () => {
            const found = cursor.result;
            if (!found) return transaction.abort();
            if (how === 'delete') found.delete();
            else tail.add({ ...found.value, id: found.value.id + 1_000_000 });
          };
        };
      }),
    how,
  );
}

test('the comparison sees events that are missing, and events that are there twice', async () => {
  test.setTimeout(180_000);
  await withFaultRun({ name: 'the comparison itself' }, async (run) => {
    expect(await run.compared()).toMatchObject({ lost: [], doubled: [] });
    await spoil(run.lurescope, 'repeat');
    const twice = await run.compared();
    expect(twice.lost).toEqual([]);
    expect(twice.doubled.length).toBeGreaterThan(0);
    for (let copy = 0; copy < 2; copy++) await spoil(run.lurescope, 'delete');
    const missing = await run.compared();
    expect(missing.lost.length).toBeGreaterThan(0);
    expect(missing.doubled).toEqual([]);
  });
});

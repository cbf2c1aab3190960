import { expect, test } from '@playwright/test';
import type { LurescopeApp } from '../e2e/lurescope-app.ts';
import { withFaultRun } from './fault-test.ts';

/** Takes the latest run of the tail out of the database, or puts it there once more; false where there is none. */
function spoil(lurescope: LurescopeApp, how: 'delete' | 'repeat'): Promise<boolean> {
  return lurescope.page.evaluate(
    (how) =>
      new Promise<boolean>((done, failed) => {
        let isDone = false;
        const opening = indexedDB.open('lurescope');
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('tail', 'readwrite');
          transaction.onabort = () => failed(transaction.error);
          transaction.oncomplete = () => {
            opening.result.close();
            done(isDone);
          };
          const tail = transaction.objectStore('tail');
          const cursor = tail.openCursor(null, 'prev');
          cursor.onsuccess = () => {
            const found = cursor.result;
            if (!found) return;
            isDone = true;
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
    // What was joined to a segment is in the tail no more: what arrives next is.
    const spoilLatest = (how: 'delete' | 'repeat') =>
      run.until('events in the tail', () => spoil(run.lurescope, how));
    await spoilLatest('repeat');
    const twice = await run.compared();
    expect(twice.lost).toEqual([]);
    expect(twice.doubled.length).toBeGreaterThan(0);
    for (let copy = 0; copy < 2; copy++) await spoilLatest('delete');
    const missing = await run.compared();
    expect(missing.lost.length).toBeGreaterThan(0);
    expect(missing.doubled).toEqual([]);
  });
});

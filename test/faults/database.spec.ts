import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect } from '@playwright/test';
import type { FaultRun } from './fault-run.ts';
import { faultTest } from './fault-test.ts';
import { filesBelow } from './files-below.ts';

const minute = 60_000;
const profileOf = (run: FaultRun) => join(run.lurescope.userData, 'chromium');

/** Starts the app with a database that may not grow. */
async function startWithoutRoom(run: FaultRun): Promise<() => Promise<void>> {
  await run.pause();
  await run.lurescope.close();
  await run.start();
  const letGo = await run.lurescope.leaveNoRoom();
  await run.resume();
  return letGo;
}

faultTest({ name: 'the database has no room', times: [12, 1] }, async (run, times) => {
  for (let round = 0; round < times; round++) {
    const letGo = await startWithoutRoom(run);
    // What was written at the start, if anything, made the browser remember for half a minute that there is room.
    const trouble = run.lurescope.page.getByText(/The event store has no room left/);
    await expect(async () => {
      await run.pass(run.random.between(5, 20) * minute);
      await expect(trouble).toBeVisible({ timeout: 5000 });
    }).toPass({ timeout: 90_000 });
    const before = (await run.lurescope.storedTexts()).length;
    await run.pass(run.random.between(20, 90) * minute);
    expect(await run.lurescope.storedTexts()).toHaveLength(before);
    expect((await run.lurescope.source()).journal.batches).toBeGreaterThan(0);
    await letGo();
    await run.untilFilled();
  }
});

/** How often the app began to put the archive back. */
const rebuilds = (run: FaultRun) =>
  run.logged(({ msg }) => msg === 'the event store is another than before: rebuilding it from the archive');

/** Harms the database while the app is off, and waits until all that it held is back. */
async function harmDatabase(run: FaultRun, times: number, harm: () => void): Promise<void> {
  for (let round = 0; round < times; round++) {
    await run.untilFilled();
    const before = (await run.lurescope.storedTexts()).length;
    await run.lurescope.close();
    harm();
    await run.start();
    await run.untilRebuilt(before);
    await run.pass(run.random.between(2, 30) * minute);
  }
}

/** Spoils a file of the database all over. */
function spoil(run: FaultRun, path: string): void {
  const bytes = readFileSync(path);
  for (let flip = 0; flip < 200 && bytes.length > 0; flip++) {
    const at = run.random.between(0, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  }
  writeFileSync(path, bytes);
}

const databaseFiles = (run: FaultRun) =>
  filesBelow(profileOf(run), (name) => /\.(ldb|log)$|^(MANIFEST|CURRENT)/.test(name)).filter((path) =>
    path.includes(`${sep}IndexedDB${sep}`),
  );

faultTest({ name: 'the database is damaged', times: [12, 1] }, async (run, times) => {
  await harmDatabase(run, times, () => {
    for (const path of databaseFiles(run)) spoil(run, path);
  });
  expect(rebuilds(run)).toBe(times);
});

faultTest({ name: 'one file of the database is damaged', times: [20, 2] }, (run, times) =>
  harmDatabase(run, times, () => spoil(run, run.random.pick(databaseFiles(run)))),
);

faultTest({ name: 'the database is deleted', times: [12, 1] }, async (run, times) => {
  await harmDatabase(run, times, () => rmSync(profileOf(run), { recursive: true, force: true }));
  expect(rebuilds(run)).toBe(times);
});

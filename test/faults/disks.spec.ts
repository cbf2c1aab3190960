import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@playwright/test';
import type { FaultRun } from './fault-run.ts';
import { faultTest } from './fault-test.ts';

const minute = 60_000;
const needsMount =
  process.platform !== 'linux' || process.getuid?.() !== 0
    ? 'needs a small disk, which root can mount'
    : false;

const dataOf = (run: FaultRun) => join(run.lurescope.userData, 'data');

/** Every file of a kind in a folder and below. */
function filesBelow(folder: string, isWanted: (name: string) => boolean): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isWanted(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Holds the store back by a quota of nothing, so that the journal fills. Answers what lets go of it. */
async function holdStore(run: FaultRun): Promise<() => Promise<void>> {
  const { app, page } = run.lurescope;
  const devtools = await app.context().newCDPSession(page);
  const origin = await page.evaluate(() => window.location.origin);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  return async () => {
    await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  };
}

async function untilJournalHas(run: FaultRun, batches: number): Promise<void> {
  await run.until(
    'the journal to fill',
    async () => (await run.lurescope.source()).journal.batches >= batches,
  );
}

/** Leaves batches in the journal, kills the app, lets something be done to their files, and goes on. */
async function harmJournal(run: FaultRun, times: number, harm: (path: string) => void): Promise<void> {
  await run.untilFilled();
  for (let round = 0; round < times; round++) {
    await holdStore(run);
    await run.pass(run.random.between(30, 120) * minute);
    await untilJournalHas(run, 2);
    await run.lurescope.kill();
    const batches = filesBelow(join(dataOf(run), 'journal'), (name) => name.endsWith('.gz'));
    harm(run.random.pick(batches));
    await run.start();
    await run.untilFilled();
  }
}

faultTest({ name: 'bits of the journal flip', times: [20, 2] }, (run, times) =>
  harmJournal(run, times, (path) => {
    const bytes = readFileSync(path);
    const at = run.random.between(0, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << run.random.between(0, 7));
    writeFileSync(path, bytes);
  }),
);

faultTest({ name: 'the journal is cut short', times: [20, 2] }, (run, times) =>
  harmJournal(run, times, (path) => {
    const { length } = readFileSync(path);
    truncateSync(path, run.random.between(0, length - 1));
  }),
);

faultTest({ name: 'the database has no room', times: [10, 2] }, async (run, times) => {
  for (let round = 0; round < times; round++) {
    const letGo = await holdStore(run);
    await run.pass(run.random.between(20, 90) * minute);
    await untilJournalHas(run, 1);
    await expect(run.lurescope.page.getByText(/The event store has no room left/)).toBeVisible();
    await letGo();
    await run.untilFilled();
  }
});

/** The browser's files of the page's database. */
const databaseFiles = (run: FaultRun) =>
  filesBelow(join(run.lurescope.userData, 'chromium'), (name) =>
    /\.(ldb|log)$|^(MANIFEST|CURRENT)/.test(name),
  ).filter((path) => path.includes('IndexedDB'));

faultTest({ name: 'the database is damaged', times: [10, 2] }, async (run, times) => {
  await run.untilFilled();
  for (let round = 0; round < times; round++) {
    await run.lurescope.close();
    for (const path of databaseFiles(run)) {
      const bytes = readFileSync(path);
      for (let flip = 0; flip < 200; flip++) {
        const at = run.random.between(0, Math.max(0, bytes.length - 1));
        if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      }
      writeFileSync(path, bytes);
    }
    await run.start();
    await run.untilRebuilt();
    await run.pass(10 * minute);
  }
});

faultTest({ name: 'the database is deleted', times: [10, 2] }, async (run, times) => {
  await run.untilFilled();
  for (let round = 0; round < times; round++) {
    await run.lurescope.close();
    rmSync(join(run.lurescope.userData, 'chromium'), { recursive: true, force: true });
    await run.start();
    await run.untilRebuilt();
    await run.pass(10 * minute);
  }
});

/** Restarts the app with its data folder on a small disk of its own. */
async function onSmallDisk(run: FaultRun, use: (data: string) => Promise<void>): Promise<void> {
  const data = dataOf(run);
  await run.untilFilled();
  await run.lurescope.close();
  const aside = `${data}-aside`;
  spawnSync('mv', [data, aside]);
  spawnSync('mkdir', [data]);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', data], { encoding: 'utf8' });
  if (mounted.status !== 0) throw new Error(`No disk can be mounted: ${mounted.stderr}`);
  try {
    spawnSync('cp', ['-a', `${aside}/.`, data]);
    await run.start();
    await use(data);
    await run.untilFilled();
    await run.lurescope.close();
    spawnSync('cp', ['-a', `${data}/.`, aside]);
  } finally {
    await run.lurescope.close();
    spawnSync('umount', [data]);
    spawnSync('rmdir', [data]);
    spawnSync('mv', [aside, data]);
  }
  await run.start();
}

async function untilDiskTrouble(run: FaultRun): Promise<void> {
  await run.until(
    'the disk to be told of',
    async () => (await run.lurescope.source()).trouble?.kind === 'disk',
  );
}

faultTest({ name: 'the disk is full', times: [8, 2], skip: needsMount }, (run, times) =>
  onSmallDisk(run, async (data) => {
    for (let round = 0; round < times; round++) {
      spawnSync('dd', ['if=/dev/zero', `of=${join(data, 'ballast')}`, 'bs=4k', 'count=8192']);
      await untilDiskTrouble(run);
      await run.pass(run.random.between(5, 60) * minute);
      await delay(300);
      rmSync(join(data, 'ballast'));
      await run.pollNow();
      await run.untilFilled();
    }
  }),
);

faultTest({ name: 'the data folder is read-only', times: [8, 2], skip: needsMount }, (run, times) =>
  onSmallDisk(run, async (data) => {
    for (let round = 0; round < times; round++) {
      spawnSync('mount', ['-o', 'remount,ro', data]);
      await untilDiskTrouble(run);
      await run.pass(run.random.between(5, 60) * minute);
      spawnSync('mount', ['-o', 'remount,rw', data]);
      await run.pollNow();
      await run.untilFilled();
    }
  }),
);

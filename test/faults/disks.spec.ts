import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultRun } from './fault-run.ts';
import { faultTest } from './fault-test.ts';

const minute = 60_000;
const needsMount =
  process.platform !== 'linux' || process.getuid?.() !== 0
    ? 'needs a small disk, which root can mount'
    : false;

/** Restarts the app with its data folder on a small disk of its own. */
async function onSmallDisk(run: FaultRun, use: (data: string) => Promise<void>): Promise<void> {
  const data = join(run.lurescope.userData, 'data');
  const aside = `${data}-aside`;
  await run.lurescope.close();
  renameSync(data, aside);
  mkdirSync(data);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', data]);
  try {
    execFileSync('cp', ['-a', `${aside}/.`, data]);
    await run.start();
    await use(data);
    await run.untilFilled();
    await run.lurescope.close();
    rmSync(aside, { recursive: true });
    execFileSync('cp', ['-a', `${data}/.`, aside]);
  } finally {
    await run.lurescope.close();
    execFileSync('umount', [data]);
  }
  rmdirSync(data);
  renameSync(aside, data);
  await run.start();
}

async function untilDiskTrouble(run: FaultRun): Promise<void> {
  await run.until('the disk to be told of', async () =>
    ['disk', 'disk-full'].includes((await run.lurescope.source()).trouble?.kind ?? ''),
  );
}

faultTest({ name: 'the disk is full', times: [20, 2], skip: needsMount }, (run, times) =>
  onSmallDisk(run, async (data) => {
    const ballast = join(data, 'ballast');
    for (let round = 0; round < times; round++) {
      // Fails when the disk is full, as it is meant to.
      spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=4k', 'count=8192']);
      await untilDiskTrouble(run);
      await run.pass(run.random.between(5, 60) * minute);
      await delay(300);
      rmSync(ballast);
      await run.pollNow();
      await run.untilFilled();
    }
  }),
);

faultTest({ name: 'the data folder is read-only', times: [20, 2], skip: needsMount }, (run, times) =>
  onSmallDisk(run, async (data) => {
    for (let round = 0; round < times; round++) {
      execFileSync('mount', ['-o', 'remount,ro', data]);
      await untilDiskTrouble(run);
      await run.pass(run.random.between(5, 60) * minute);
      await delay(300);
      execFileSync('mount', ['-o', 'remount,rw', data]);
      await run.pollNow();
      await run.untilFilled();
    }
  }),
);

/** Restarts the app with all its data, the browser's too, on a small disk of its own. */
async function allOnSmallDisk(run: FaultRun, use: (disk: string) => Promise<void>): Promise<void> {
  const disk = run.lurescope.userData;
  const aside = `${disk}-aside`;
  await run.lurescope.close();
  renameSync(disk, aside);
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', disk]);
  try {
    execFileSync('cp', ['-a', `${aside}/.`, disk]);
    await run.start();
    await use(disk);
    await run.untilFilled();
    await run.lurescope.close();
    rmSync(aside, { recursive: true });
    execFileSync('cp', ['-a', `${disk}/.`, aside]);
  } finally {
    await run.lurescope.close();
    execFileSync('umount', [disk]);
  }
  rmdirSync(disk);
  renameSync(aside, disk);
  await run.start();
}

faultTest({ name: 'the whole disk is full', times: [12, 1], skip: needsMount }, (run, times) =>
  allOnSmallDisk(run, async (disk) => {
    const ballast = join(disk, 'ballast');
    for (let round = 0; round < times; round++) {
      spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=4k', 'count=200000']);
      await untilDiskTrouble(run);
      await run.pass(run.random.between(5, 60) * minute);
      await delay(1000);
      rmSync(ballast);
      await run.pollNow();
      await run.untilFilled();
    }
  }),
);

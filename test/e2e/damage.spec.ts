import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { compare } from './ledger-comparison.ts';
import { hasNotificationServer, receivedNotifications } from './notification-server.ts';
import { pass } from './passing-time.ts';
import { openExplorer, setUp } from './screens.ts';

test('a damaged state file is put aside, the week is read again, and nothing is stored twice', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 10, late: { share: 0, maxMs: 1 } });
  await setUp(await lurescope.launch(), sourceName, { domain: simulator.origin, ...simulator });
  const { id } = await lurescope.untilFilled();
  await lurescope.close();
  const data = join(lurescope.userData, 'data');
  const text = readFileSync(join(data, `state-${id}.json`), 'utf8');
  writeFileSync(join(data, `state-${id}.json`), text.slice(0, text.length / 2));

  await lurescope.launch();
  await lurescope.untilFilled();
  expect(readdirSync(data).some((name) => name.startsWith(`state-${id}.damaged-`))).toBe(true);
  expect(lurescope.log().map(({ msg }) => msg)).toContain('a file of the app was damaged and put aside');
  const source = await lurescope.source();
  expect(source.counts.duplicates).toBeGreaterThan(1000);
  const { available, lost, doubled } = compare(
    simulator,
    source,
    await lurescope.storedTexts(),
    Date.now() - 5000,
  );
  expect(available).toBeGreaterThan(1000);
  expect([lost, doubled]).toEqual([[], []]);
});

test('a damaged batch is put aside and its window is read again', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 10, late: { share: 0, maxMs: 1 } });
  await setUp(await lurescope.launch(), sourceName, { domain: simulator.origin, ...simulator });
  const { id } = await lurescope.untilFilled();
  await lurescope.close();
  // A batch that never got to the store, with its second half gone, as a disk may leave it.
  const folder = join(lurescope.userData, 'data', 'journal', id);
  const to = Math.floor(Date.now() / 1000) - 3600;
  const name = `0000000777.main.${to - 3600}-${to}.5.ndjson.gz`;
  const whole = spawnSync('gzip', ['-c'], { input: `{"v":1,"source":"${id}"}\n`.repeat(50) }).stdout;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), whole.subarray(0, whole.length / 2));

  await lurescope.launch();
  await expect.poll(() => readdirSync(join(lurescope.userData, 'data')).includes('quarantine')).toBe(true);
  expect(readdirSync(join(lurescope.userData, 'data', 'quarantine'))).toEqual([`${id}.${name}`]);
  await lurescope.untilFilled();
  const source = await lurescope.source();
  expect(source.coverage).toHaveLength(1);
  const { lost, doubled } = compare(simulator, source, await lurescope.storedTexts(), Date.now() - 5000);
  expect([lost, doubled]).toEqual([[], []]);
});

test('a full disk is said on screen and in the log, and nothing is lost once there is room', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  test.skip(
    process.platform !== 'linux' || process.getuid?.() !== 0,
    'needs a small disk, which root can mount',
  );
  const simulator = await simulate({ rate: 60, late: { share: 0, maxMs: 1 } });
  const data = join(lurescope.userData, 'data');
  mkdirSync(data);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', data]);
  test.skip(mounted.status !== 0, `no disk can be mounted here: ${mounted.stderr}`);
  try {
    const page = await lurescope.launch();
    await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
    writeFileSync(join(data, 'ballast'), new Uint8Array(0));
    spawnSync('dd', ['if=/dev/zero', `of=${join(data, 'ballast')}`, 'bs=1k', 'count=16384']);
    await page.getByRole('link', { name: 'Show source' }).click();
    const card = page.getByRole('region', { name: sourceName });
    await expect
      .poll(
        async () => {
          await lurescope.advance(60_000);
          simulator.advance(60_000);
          return (await lurescope.source()).trouble?.kind ?? (await lurescope.source()).journal.batches;
        },
        { timeout: 60_000 },
      )
      .toBe('disk-full');
    await expect(card.getByText(/The disk is full.+Free some space\..+Nothing is lost/)).toBeVisible();
    expect(lurescope.log().some(({ msg }) => String(msg).startsWith('The disk is full'))).toBe(true);

    if (hasNotificationServer()) {
      // It is said when its state is next looked at.
      await pass(lurescope, simulator, 2 * 60_000);
      await expect.poll(() => receivedNotifications(sourceName).length).toBe(1);
    }
    rmSync(join(data, 'ballast'));
    await page.getByRole('button', { name: 'Poll now' }).click();
    await expect
      .poll(
        async () => {
          await lurescope.advance(60_000);
          simulator.advance(60_000);
          const { trouble, backfill, journal } = await lurescope.source();
          return [trouble, backfill.remainingWindows, journal.batches];
        },
        { timeout: 60_000 },
      )
      .toEqual([null, 0, 0]);
    const source = await lurescope.source();
    const by = (source.lastSuccessAt ?? 0) - 5000;
    const { available, lost, doubled } = compare(simulator, source, await lurescope.storedTexts(), by);
    expect(available).toBeGreaterThan(5000);
    expect([lost, doubled]).toEqual([[], []]);
    if (hasNotificationServer()) {
      // A disk on which some writes still succeed says so at every one of them: it is one trouble all the same.
      await pass(lurescope, simulator, 6 * 60_000);
      await expect
        .poll(() => receivedNotifications(sourceName).map(({ title }) => title))
        .toEqual([
          `The disk is full: events of ${sourceName} cannot be stored`,
          `Polling ${sourceName} works again`,
        ]);
      expect(receivedNotifications(sourceName)[0]?.body).toMatch(
        /^The disk is full.+Free some space\..+Nothing is lost/,
      );
    }
  } finally {
    await lurescope.close();
    execFileSync('umount', [data]);
  }
});

test('a data folder that cannot be written stops the start with one clear sentence', async ({
  lurescope,
}) => {
  // A file where the folder should be: the one obstacle that also stops root.
  writeFileSync(join(lurescope.userData, 'data'), '');
  const executable = process.env.LURESCOPE_TEST_EXECUTABLE ?? '';
  const project = join(import.meta.dirname, '../..');
  const { status, stderr } = spawnSync(executable, [project, `--user-data-dir=${lurescope.userData}`], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(status).toBe(1);
  expect(stderr).toContain('Lurescope could not start:');
  expect(stderr).toMatch(/data folder .+data/);
});

test('a window of 100 MB is stored whole', async ({ lurescope, simulate, sourceName }) => {
  const simulator = await simulate({ rate: 0 });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  simulator.faults.queue({ kind: 'huge', megabytes: 100 }, 1, 'all');
  await page.getByRole('link', { name: 'Show source' }).click();
  await page.getByRole('button', { name: 'Poll now' }).click();
  await expect
    .poll(
      async () => [
        (await lurescope.source()).counts.stored > 6000,
        (await lurescope.source()).journal.batches,
      ],
      {
        timeout: 90_000,
      },
    )
    .toEqual([true, 0]);
  const served = simulator.ledger.requests.find(({ fault }) => fault === 'huge');
  expect(served?.status).toBe(200);
  await openExplorer(page);
});

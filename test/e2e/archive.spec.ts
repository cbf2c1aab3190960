import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import type { LurescopeApp } from './lurescope-app.ts';
import { counts, openExplorer, setUp } from './screens.ts';

const onTime = { share: 0, maxMs: 1 };

function archivedDays(lurescope: LurescopeApp, source: string): string[] {
  const folder = join(lurescope.userData, 'data', 'archive', source);
  return readdirSync(folder).map((name) => join(folder, name));
}

test('what is stored lies in the archive too, readable by zcat, and a wiped profile is rebuilt from it', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 15, late: onTime });
  let page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  const { id } = await lurescope.untilFilled();
  const before = await lurescope.storedTexts();
  const packed = archivedDays(lurescope, id);
  expect(packed).toHaveLength(1);
  const lines = execFileSync('zcat', packed, { maxBuffer: 1e9 }).toString().trimEnd().split('\n');
  const entries = lines.filter((line) => line.startsWith('{"k"'));
  expect(entries.length).toBe(before.length);
  expect(JSON.parse(entries[0] ?? '')).toMatchObject({
    k: expect.any(String),
    f: expect.any(Number),
    r: expect.any(Object),
  });
  await lurescope.close();
  // All the browser keeps is gone, as after an eviction or a profile that was wiped.
  rmSync(join(lurescope.userData, 'chromium'), { recursive: true, force: true });
  await simulator.stop();

  page = await lurescope.launch();
  // There is no database at first.
  const stored = () => lurescope.storedTexts().catch(() => []);
  await expect.poll(async () => (await stored()).length).toBe(before.length);
  const after = await lurescope.storedTexts();
  const named = (all: typeof before) => all.map(({ key, raw }) => `${key} ${raw}`).sort();
  expect(named(after)).toEqual(named(before));
  await openExplorer(page);
  const [shown, all] = await counts(page);
  expect(shown).toBe(all);
  expect(lurescope.log().map(({ msg }) => msg)).toContain(
    'the event store is another than before: rebuilding it from the archive',
  );
});

test('a part of the archive that is damaged costs itself alone, and is said', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 15, late: onTime });
  let page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  const { id } = await lurescope.untilFilled();
  const before = await lurescope.storedTexts();
  await page.evaluate(() => indexedDB.databases());
  await lurescope.close();
  const [path = ''] = archivedDays(lurescope, id);
  const bytes = readFileSync(path);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
  writeFileSync(path, bytes);
  rmSync(join(lurescope.userData, 'chromium'), { recursive: true, force: true });

  page = await lurescope.launch();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Rebuild the event store from the archive' }).click();
  await page.getByRole('button', { name: 'Rebuild', exact: true }).click();
  await expect(page.getByText('1 part of the archive could not be read')).toBeVisible();
  const after = await lurescope.storedTexts();
  expect(after.length).toBeLessThan(before.length);
  expect(after.length).toBeGreaterThan(before.length * 0.9);
});

test('switching the archive off warns, and keeps what is stored out of it from then on', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 10, late: onTime });
  const page = await lurescope.launch();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: 'Keep what is stored as files too' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Switch the archive off?' });
  await expect(dialog).toContainText("the browser's database alone");
  await dialog.getByRole('button', { name: 'Switch it off' }).click();
  await expect(page.getByText('The archive is off')).toBeVisible();
  await expect(
    page.getByText(/The database (is kept even when|may be evicted when) the disk runs/),
  ).toBeVisible();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  expect(readdirSync(join(lurescope.userData, 'data', 'archive'))).toEqual([]);
});

test('retention removes by age from store and archive, and says what it removed', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 0 });
  const push = (GUID: string, daysAgo: number) =>
    simulator.source.push(
      'messageBlocked',
      {
        GUID,
        recipient: ['a@halden.example'],
        messageTime: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
      },
      { createdAt: Date.now() - 3_600_000 * 3 },
    );
  for (let i = 0; i < 20; i++) push(`old-${i}`, 40);
  for (let i = 0; i < 5; i++) push(`new-${i}`, 2);
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await expect.poll(async () => (await lurescope.storedTexts()).length).toBe(25);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Keep events').selectOption('30 days');
  await page.getByRole('button', { name: 'Remove what is beyond that' }).click();
  await expect(
    page.getByText(/20 events from before .+ were removed, since they were older than is kept/),
  ).toBeVisible();
  expect(await lurescope.storedTexts()).toHaveLength(5);
});

test('the journal can be looked into from the command line', async ({ lurescope, simulate, sourceName }) => {
  const simulator = await simulate({ rate: 10, late: onTime });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  const project = join(import.meta.dirname, '../..');
  const node = join(project, 'node_modules', 'node', 'bin', 'node');
  const run = (...args: string[]) =>
    spawnSync(node, [join(project, 'scripts', 'journal.ts'), ...args], { encoding: 'utf8' });
  const archive = run('inspect', join(lurescope.userData, 'data', 'archive'));
  expect(archive.status).toBe(0);
  expect(archive.stdout).toMatch(/\.ndjson\.gz +v1 .+ \d+ batches +[\d,]+ entries +ok/);
  const journal = run('inspect', join(lurescope.userData, 'data', 'journal'));
  expect(journal.stdout).toContain('nothing waits');
  expect(run('inspect', '/nowhere').status).toBe(1);
});

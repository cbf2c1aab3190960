import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import { z } from 'zod';
import { normaliseEvent } from '../../shared/event/normalise.ts';
import { guessKind } from '../../shared/files/event-line.ts';
import { createTenant, takeEvents } from '../../shared/sample-tenant/tenant.ts';
import { duckdbRows } from '../duckdb-rows.ts';
import { expect, test } from './fixtures.ts';
import { LurescopeApp } from './lurescope-app.ts';
import { counts, importByTile, openExplorer } from './screens.ts';

/** Events of an invented organisation, as NDJSON. */
function sampleLines(count: number, seed = 5): string[] {
  const tenant = createTenant({ seed, rate: 200, people: 500 });
  const events = takeEvents(tenant, 2 * count, Date.UTC(2026, 10, 20));
  // One of each, whose kind is what a file of plain events says.
  const plain = new Map(
    events.map(({ raw }) => [normaliseEvent(guessKind(raw), raw, 0).identity, JSON.stringify(raw)] as const),
  );
  return [...plain.values()].slice(0, count);
}

/** A worker may run some of these tests, and others later: each time with a folder of its own. */
let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lurescope-files-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function exportAs(page: Page, format: string): Promise<void> {
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export events' });
  await dialog.getByLabel('Format').selectOption(format);
  await dialog.getByRole('button', { name: 'Choose a file and export' }).click();
}

/** Drops a file on the window, as from another program. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const data = await page.evaluateHandle(
    ([fileName, base64]) => {
      const transfer = new DataTransfer();
      const content = Uint8Array.from(atob(base64 ?? ''), (character) => character.charCodeAt(0));
      transfer.items.add(new File([content], fileName ?? ''));
      return transfer;
    },
    [name, Buffer.from(bytes).toString('base64')],
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: data });
  await expect(page.getByText('Drop to import')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

test('a file that is dropped is imported whole, says what it could not read, and is undone as a whole', async ({
  lurescope,
}) => {
  const page = await lurescope.launch();
  const lines = sampleLines(500);
  const bad = [...lines.slice(0, 250), '{"GUID": broken', ...lines.slice(250)];
  await drop(page, 'july.ndjson.gz', gzipSync(bad.join('\n')));
  const dialog = page.getByRole('dialog', { name: 'Import of july.ndjson.gz' });
  await expect(dialog.getByText('500 events imported, 1 line could not be read.')).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'What could not be read' })).toContainText(
    'line 251no valid JSON',
  );
  await dialog.getByRole('button', { name: 'Show the events' }).click();
  await openExplorer(page);
  await expect.poll(() => counts(page)).toEqual([500, 500]);

  // The same again is known.
  await drop(page, 'again.ndjson', Buffer.from(lines.join('\n')));
  await expect(page.getByText('Nothing new: all 500 events are here already.')).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => counts(page)).toEqual([500, 500]);

  await page.getByRole('link', { name: 'Sources' }).first().click();
  const card = page.getByRole('region', { name: 'july.ndjson.gz' });
  await card.getByRole('button', { name: 'Remove import' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove import' }).click();
  await expect(card).toBeHidden();
  expect(await lurescope.storedTexts()).toEqual([]);
});

/** Begins an import that takes a while, and waits until some of it is stored. */
async function beginLargeImport(page: Page): Promise<Locator> {
  const path = join(folder, 'large.ndjson');
  const [line = ''] = sampleLines(1);
  const many = Array.from({ length: 60_000 }, (_, i) => line.replace(/"GUID":"[^"]*"/, `"GUID":"g${i}"`));
  writeFileSync(path, many.join('\n'));
  await importByTile(page, path);
  const dialog = page.getByRole('dialog', { name: 'Importing large.ndjson' });
  await expect(dialog.getByText(/[1-9]\d*,\d{3} events/)).toBeVisible();
  return dialog;
}

test('an import that the app did not live to finish is gone after the next start', async ({ lurescope }) => {
  await beginLargeImport(await lurescope.launch());
  await lurescope.kill();
  const page = await lurescope.launch();
  const left = async () => {
    const answer = await page.evaluate(() => window.lurescope.calls['imports.list']());
    return z.object({ value: z.array(z.unknown()) }).parse(answer).value;
  };
  await expect.poll(left).toEqual([]);
  expect(await lurescope.storedTexts()).toEqual([]);
  expect(readdirSync(join(lurescope.userData, 'data', 'archive'))).toEqual([]);
});

test('an import that is cancelled leaves nothing behind', async ({ lurescope }) => {
  const page = await lurescope.launch();
  const dialog = await beginLargeImport(page);
  await dialog.getByRole('button', { name: 'Cancel import' }).click();
  await expect(page.getByText('The import was cancelled, and nothing of it was kept.')).toBeVisible();
  expect(await lurescope.storedTexts()).toEqual([]);
  const archive = join(lurescope.userData, 'data', 'archive');
  expect(readdirSync(archive)).toEqual([]);
});

test('what is shown is exported as CSV and Parquet, counted by DuckDB, and as a report; an export comes back', async ({
  lurescope,
}) => {
  const page = await lurescope.launch();
  const path = join(folder, 'events.ndjson.gz');
  writeFileSync(path, gzipSync(sampleLines(700).join('\n')));
  await importByTile(page, path);
  await page.getByRole('button', { name: 'Show the events' }).click();
  await page.keyboard.press('r');
  await expect.poll(() => counts(page)).toEqual([700, 700]);

  const csv = join(folder, 'out.csv');
  await lurescope.answerSaveDialog(csv);
  await exportAs(page, 'csv');
  await expect(page.getByText('700 events written to out.csv.')).toBeVisible();
  expect(
    await duckdbRows(`SELECT count(*)::INT AS n FROM read_csv('${csv}', header = true, all_varchar = true)`),
  ).toEqual([{ n: 700 }]);

  const parquet = join(folder, 'out.parquet');
  await lurescope.answerSaveDialog(parquet);
  await exportAs(page, 'parquet');
  await expect(page.getByText('700 events written to out.parquet.')).toBeVisible();
  expect(
    await duckdbRows(
      `SELECT count(*)::INT AS n, count(DISTINCT identity)::INT AS d FROM '${parquet}' WHERE raw <> ''`,
    ),
  ).toEqual([{ n: 700, d: 700 }]);

  const report = join(folder, 'out.html');
  await lurescope.answerSaveDialog(report);
  await exportAs(page, 'report');
  await expect(page.getByText('700 events written to out.html.')).toBeVisible();
  expect(readFileSync(report, 'utf8')).toContain('<svg');

  const nowhere = join(folder, 'missing', 'out.csv');
  await lurescope.answerSaveDialog(nowhere);
  await exportAs(page, 'csv');
  await expect(page.getByText(/is not there any more\. Choose another place\./)).toBeVisible();
  await page.keyboard.press('Escape');
  expect(existsSync(nowhere)).toBe(false);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);

  await page.keyboard.press('Control+Shift+C');
  await expect(page.getByText(/\d+ indicators copied, defanged\./)).toBeVisible();

  // Removed, and imported again from the export.
  await page.getByRole('link', { name: 'Sources' }).first().click();
  await page.getByRole('button', { name: 'Remove import' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove import' }).click();
  await importByTile(page, parquet);
  await expect(page.getByText('700 events imported.', { exact: true })).toBeVisible();
});

test('a backup with a passphrase is restored in a second profile, with versions, tags and views', async ({
  lurescope,
}) => {
  let page = await lurescope.launch();
  const path = join(folder, 'kept.ndjson');
  writeFileSync(path, sampleLines(300).join('\n'));
  await importByTile(page, path);
  await page.getByRole('button', { name: 'Show the events' }).click();
  await page.keyboard.press('r');
  await expect.poll(() => counts(page)).toEqual([300, 300]);
  await page.keyboard.press('j');
  await page.keyboard.press('t');
  await page.keyboard.type('case 7');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Tagged 1 event as case 7')).toBeVisible();
  await page.keyboard.press('Control+s');
  await page.getByRole('textbox', { name: 'Name' }).fill('Morning');
  await page.keyboard.press('Enter');

  const backup = join(folder, 'all.lsbackup');
  await lurescope.answerSaveDialog(backup);
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('button', { name: 'Make a backup' }).click();
  await page.getByLabel('Passphrase (optional)').fill('correct horse');
  await page.getByLabel('Passphrase once more').fill('correct house');
  await page.getByRole('button', { name: 'Choose a file and back up' }).click();
  await expect(page.getByText('The two are not the same.')).toBeVisible();
  await page.getByLabel('Passphrase once more').fill('correct horse');
  await page.getByRole('button', { name: 'Choose a file and back up' }).click();
  await expect(page.getByText(/300 events with all that belongs to them are in/)).toBeVisible();
  const before = await lurescope.storedTexts();

  const second = new LurescopeApp();
  try {
    page = await second.launch();
    const restore = async (file: string, passphrase: string) => {
      const chosen = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Restore a backup' }).click();
      await (await chosen).setFiles(file);
      await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
      await page.getByRole('button', { name: 'Check the backup' }).click();
    };
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await restore(backup, 'wrong');
    await expect(page.getByText('This is not the passphrase of this backup.')).toBeVisible();
    const damaged = join(folder, 'damaged.lsbackup');
    const bytes = readFileSync(backup);
    bytes[bytes.length - 50] = (bytes[bytes.length - 50] ?? 0) ^ 1;
    writeFileSync(damaged, bytes);
    await restore(damaged, 'correct horse');
    await expect(page.getByText(/This backup is damaged/)).toBeVisible();
    expect(await second.storedTexts()).toEqual([]);

    await restore(backup, 'correct horse');
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await expect(page.getByText('300 events restored, 1 saved view.')).toBeVisible();
    const after = await second.storedTexts();
    expect(after.map(({ raw }) => raw).sort()).toEqual(before.map(({ raw }) => raw).sort());
    await restore(backup, 'correct horse');
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await expect(page.getByText('0 events restored, 300 known already.')).toBeVisible();

    await openExplorer(page);
    await page.getByRole('textbox', { name: 'Query' }).fill('tag:"case 7"');
    await page.keyboard.press('Enter');
    await expect.poll(() => counts(page)).toEqual([1, 300]);
  } finally {
    await second.dispose();
  }
});

import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { createTenant, takeEvents } from '../../shared/sample-tenant/tenant.ts';
import { expect, test } from './fixtures.ts';
import { counts, openExplorer } from './screens.ts';

/** Events of an invented organisation, as NDJSON. */
function sampleLines(count: number, seed = 5): string[] {
  const tenant = createTenant({ seed, rate: 200, people: 500 });
  return takeEvents(tenant, count, Date.now() - 86_400_000).map(({ raw }) => JSON.stringify(raw));
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

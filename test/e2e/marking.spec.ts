import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { grid, openSample } from './sample-explorer.ts';
import { askQuery, counts } from './screens.ts';

const sample = { seed: 11, rate: 10 };

function marked(page: Page): Locator {
  return page.getByRole('region', { name: 'Marked events' });
}

/** Rows in sight that are told to be selected, by their places. */
function selectedRows(page: Page): Promise<number[]> {
  return grid(page)
    .locator('[data-index][aria-selected="true"]')
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-index'))).sort((a, b) => a - b));
}

async function shown(page: Page): Promise<number> {
  return (await counts(page))[0];
}

test('events are marked by keyboard, and what is done to many is done to them', async ({ lurescope }) => {
  const page = await openSample(lurescope, sample);
  const all = await shown(page);
  await expect(grid(page)).toHaveAttribute('aria-multiselectable', 'true');
  await page.keyboard.press('j');
  await expect.poll(() => selectedRows(page)).toEqual([0]);
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('J');
  await expect(marked(page)).toContainText('3 events marked');
  expect(await selectedRows(page)).toEqual([0, 1, 2]);
  await page.keyboard.press('K');
  await expect(marked(page)).toContainText('2 events marked');
  // A plain step leaves the marks; another stretch begins where it led.
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(() => selectedRows(page)).toEqual([0, 1, 3, 4]);
  await page.keyboard.press('Space');
  await expect(marked(page)).toContainText('3 events marked');
  await expect(page.getByRole('status').filter({ hasText: '3 events marked' })).toHaveCount(1);

  await page.keyboard.press('t');
  await expect(page.getByRole('dialog', { name: 'Tag 3 marked events' })).toBeVisible();
  await page.keyboard.type('wave');
  await expect(page.getByRole('option', { name: 'wave new tag' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Tagged 3 events as wave')).toBeVisible();
  await expect(marked(page)).toContainText('3 events marked');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(grid(page).getByText('wave')).toHaveCount(0);

  const path = join(lurescope.userData, 'marked.ndjson');
  await lurescope.answerSaveDialog(path);
  await page.keyboard.press('ControlOrMeta+e');
  const dialog = page.getByRole('dialog', { name: 'Export events' });
  await expect(dialog.getByRole('combobox', { name: 'Events' })).toHaveValue('marked');
  await dialog.getByRole('combobox', { name: 'Format' }).selectOption('ndjson');
  await dialog.getByRole('button', { name: 'Choose a file and export' }).click();
  await expect(page.getByText(/3 events written to/)).toBeVisible();
  expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(3);
  await page.keyboard.press('ControlOrMeta+Shift+c');
  await expect(page.getByText(/indicators? of 3 marked events copied, defanged/)).toBeVisible();

  // All that are shown but one, without their being loaded.
  await page.keyboard.press('ControlOrMeta+a');
  await expect(marked(page)).toContainText(`${all.toLocaleString('en-US')} events marked`);
  await page.keyboard.press('Space');
  const most = `${(all - 1).toLocaleString('en-US')} marked events`;
  await page.keyboard.press('T');
  await expect(page.getByRole('dialog', { name: `Tag ${most}` })).toBeVisible();
  await page.keyboard.type('rest');
  await page.keyboard.press('Enter');
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: `Tag ${most}` })
    .click();
  await expect(page.getByText(`Tagged ${(all - 1).toLocaleString('en-US')} events as rest`)).toBeVisible();

  // What another look does not show is not marked any more.
  await askQuery(page, 'NOT tag:rest');
  await expect.poll(() => shown(page)).toBe(1);
  await expect(marked(page)).toBeHidden();
  await page.keyboard.press('r');
  await expect.poll(() => shown(page)).toBe(all);

  // A stretch to the very end: the keys of rows that were never on the screen are fetched.
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await expect(marked(page)).toContainText(`${all.toLocaleString('en-US')} events marked`);
  await page.keyboard.press('Escape');
  await expect(marked(page)).toBeHidden();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('mark all');
  await page.keyboard.press('Enter');
  await expect(marked(page)).toContainText(`${all.toLocaleString('en-US')} events marked`);
  await marked(page).getByRole('button', { name: 'Take the marks off' }).click();
  await expect(marked(page)).toBeHidden();
  await expect(grid(page)).toBeFocused();
});

test('events are marked with the mouse, and a plain click opens one', async ({ lurescope }) => {
  const page = await openSample(lurescope, sample);
  const row = (index: number) => grid(page).locator(`[data-index="${index}"] [data-column="kind"]`);
  const detail = page.getByRole('region', { name: 'Event', exact: true });
  await row(1).click({ modifiers: ['ControlOrMeta'] });
  await row(4).click({ modifiers: ['Shift'] });
  await expect.poll(() => selectedRows(page)).toEqual([1, 2, 3, 4]);
  await row(3).click({ modifiers: ['ControlOrMeta'] });
  await row(7).click({ modifiers: ['ControlOrMeta'] });
  await expect.poll(() => selectedRows(page)).toEqual([1, 2, 4, 7]);
  await row(5).click({ modifiers: ['Shift'] });
  await expect.poll(() => selectedRows(page)).toEqual([1, 2, 4, 5, 6, 7]);
  await expect(detail).toBeHidden();
  await row(0).click();
  await expect(detail).toBeVisible();
  await expect(marked(page)).toContainText('6 events marked');
  await page.keyboard.press('Escape');
  await expect(detail).toBeHidden();
  await expect(marked(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(marked(page)).toBeHidden();
});

import { expect, test } from './fixtures.ts';
import { columnOrder, grid, head, openSample } from './sample-explorer.ts';
import { counts, queryBox } from './screens.ts';

test('the palette finds and does what there is to do', async ({ lurescope }) => {
  const page = await openSample(lurescope, { seed: 7, rate: 12 });
  const [all] = await counts(page);
  const palette = page.getByRole('dialog', { name: 'Commands' });
  const run = async (words: string, name: string | RegExp) => {
    await page.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused();
    await page.keyboard.type(words);
    await expect(palette.getByRole('option', { selected: true })).toHaveText(name);
    await page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
  };

  await run('show column quarantinerule', 'Show column quarantineRule');
  await expect.poll(() => columnOrder(page)).toContain('quarantineRule');
  await run('hide column quarantinerule', 'Hide column quarantineRule');
  await expect.poll(() => columnOrder(page)).not.toContain('quarantineRule');

  await run('sort by spamscore', /^Sort by spamScore, descending/);
  await expect(head(page, 'scores')).toHaveAttribute('aria-sort', 'descending');

  await run('compact', 'Row height: compact');
  await expect
    .poll(async () => (await grid(page).locator('[data-index="1"]').boundingBox())?.height)
    .toBe(24);
  await run('reset columns', 'Reset columns and row height');

  await run('last hour', 'Last hour');
  await expect.poll(async () => (await counts(page))[0]).toBeLessThan(all);
  await run('undo', /^Undo/);
  await expect.poll(async () => (await counts(page))[0]).toBe(all);
  await run('redo', /^Redo/);
  await expect.poll(async () => (await counts(page))[0]).toBeLessThan(all);
  await run('everything again', /^Show everything again/);
  await expect.poll(async () => (await counts(page))[0]).toBe(all);

  await run('theme dark', 'Theme: dark');
  await expect.poll(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  await run('times utc', 'Times: UTC');
  await expect(head(page, 'time')).toContainText('UTC');
  await run('write a query', /^Write a query/);
  await expect(queryBox(page)).toBeFocused();
  await page.keyboard.type('phish');
  await expect.poll(async () => (await counts(page))[0]).toBeLessThan(all);

  await run('settings', /^Settings/);
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  // What belongs to the explorer is not offered elsewhere.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('row height');
  await expect(palette.getByText('No command has this in its name.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
});

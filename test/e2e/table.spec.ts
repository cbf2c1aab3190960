import { expect, test } from './fixtures.ts';
import { columnOrder, columnTexts, grid, head, openSample } from './sample-explorer.ts';
import { counts } from './screens.ts';

const sample = { seed: 7, rate: 12 };

test('columns are chosen, sized, moved and pinned, and stay so after a restart', async ({ lurescope }) => {
  let page = await openSample(lurescope, sample);
  const standard = ['time', 'kind', 'scores', 'from', 'to', 'headline', 'verdict'];
  expect(await columnOrder(page)).toEqual(standard);

  await page.getByRole('button', { name: 'Choose columns' }).click();
  const chooser = page.getByRole('dialog', { name: 'Columns' });
  await chooser.getByRole('searchbox', { name: 'Find a column' }).fill('senderip');
  await chooser.getByRole('checkbox', { name: /^senderIP/ }).check();
  await chooser.getByRole('searchbox').fill('');
  await chooser.getByRole('checkbox', { name: /^To / }).uncheck();
  await page.keyboard.press('Escape');
  await expect(chooser).toBeHidden();
  expect(await columnOrder(page)).toEqual([
    'time',
    'kind',
    'scores',
    'from',
    'headline',
    'verdict',
    'senderIP',
  ]);
  await expect
    .poll(async () =>
      (await columnTexts(page, 'senderIP', 40)).some((text) => /^\d+\.\d+\.\d+\.\d+$/.test(text)),
    )
    .toBe(true);

  // By mouse, then by keyboard.
  const width = async () => Math.round((await head(page, 'from').boundingBox())?.width ?? 0);
  const before = await width();
  const handle = await page.getByTestId('resize-from').boundingBox();
  if (!handle) throw new Error('The column has no handle.');
  await page.mouse.move(handle.x + 4, handle.y + 10);
  await page.mouse.down();
  await page.mouse.move(handle.x + 64, handle.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect.poll(width).toBe(before + 60);
  await head(page, 'from').getByRole('button', { name: /^From/ }).first().focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(width).toBe(before + 44);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect
    .poll(() => columnOrder(page))
    .toEqual(['time', 'kind', 'from', 'scores', 'headline', 'verdict', 'senderIP']);

  await head(page, 'verdict').dragTo(head(page, 'kind'), { targetPosition: { x: 4, y: 10 } });
  await expect
    .poll(() => columnOrder(page))
    .toEqual(['time', 'verdict', 'kind', 'from', 'scores', 'headline', 'senderIP']);

  await head(page, 'kind').getByRole('button', { name: /^Kind/ }).first().focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menuitem', { name: 'Pin to the left' }).click();
  const order = ['kind', 'time', 'verdict', 'from', 'scores', 'headline', 'senderIP'];
  await expect.poll(() => columnOrder(page)).toEqual(order);
  // A pinned column stays where it is while the others go.
  const left = async (column: string) => Math.round((await head(page, column).boundingBox())?.x ?? 0);
  const [kindLeft, timeLeft] = [await left('kind'), await left('time')];
  await grid(page).evaluate((element) => {
    element.scrollLeft = 120;
  });
  const scrolled = await grid(page).evaluate((element) => element.scrollLeft);
  expect(scrolled).toBeGreaterThan(0);
  await expect.poll(() => left('time')).toBe(timeLeft - scrolled);
  expect(await left('kind')).toBe(kindLeft);

  page = await lurescope.relaunch();
  await expect(grid(page)).toBeVisible();
  expect(await columnOrder(page)).toEqual(order);
  expect(await width()).toBe(before + 44);
  await page.getByRole('button', { name: 'Choose columns' }).click();
  await page.getByRole('button', { name: 'Reset columns and row height' }).click();
  await expect.poll(() => columnOrder(page)).toEqual(standard);
});

test('a click sorts by a column, Shift+click by a second one, and the heads say so', async ({
  lurescope,
}) => {
  const page = await openSample(lurescope, sample);
  await expect(head(page, 'time')).toHaveAttribute('aria-sort', 'descending');
  await head(page, 'kind').getByRole('button', { name: /^Kind/ }).first().click();
  await expect(head(page, 'kind')).toHaveAttribute('aria-sort', 'ascending');
  await expect(head(page, 'time')).toHaveAttribute('aria-sort', 'none');
  await expect
    .poll(async () => new Set(await columnTexts(page, 'kind', 20)))
    .toEqual(new Set(['click blocked']));

  await head(page, 'from')
    .getByRole('button', { name: /^From/ })
    .first()
    .click({ modifiers: ['Shift'] });
  await expect(page.getByRole('button', { name: 'Kind, sorted first, ascending' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'From, sorted second, ascending' })).toBeVisible();
  await expect
    .poll(async () => {
      const texts = (await columnTexts(page, 'from', 20)).filter((text) => text !== '');
      return JSON.stringify(texts) === JSON.stringify([...texts].sort());
    })
    .toBe(true);

  // A score has a head of its own; the greatest come first.
  await page.getByRole('button', { name: /^phish score/ }).click();
  await expect(head(page, 'scores')).toHaveAttribute('aria-sort', 'descending');
  const phish = async () => {
    const names = await grid(page)
      .locator('[data-index] [role="img"]')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label') ?? ''));
    return names.map((name) => Number(/phish (\d+)/.exec(name)?.[1] ?? -1));
  };
  await expect.poll(async () => Math.min(...(await phish()))).toBeGreaterThanOrEqual(90);
  await page.getByRole('button', { name: /^phish score/ }).click();
  await page.getByRole('button', { name: /^phish score/ }).click();
  await expect(head(page, 'time')).toHaveAttribute('aria-sort', 'descending');
});

test('rows stand as close as they are wanted', async ({ lurescope }) => {
  const page = await openSample(lurescope, sample);
  const height = async () =>
    Math.round((await grid(page).locator('[data-index="1"]').boundingBox())?.height ?? 0);
  expect(await height()).toBe(28);
  await page.getByRole('button', { name: 'Choose columns' }).click();
  await page.getByRole('radio', { name: 'Compact' }).check();
  await expect.poll(height).toBe(24);
  await page.getByRole('radio', { name: 'Relaxed' }).check();
  await expect.poll(height).toBe(36);
});

test('the keyboard reaches the first and the last event, and everything between', async ({ lurescope }) => {
  const page = await openSample(lurescope, sample);
  const [all] = await counts(page);
  const selected = page.getByRole('row', { selected: true });
  await page.keyboard.press('j');
  await expect(selected).toHaveAttribute('aria-rowindex', '2');
  await page.keyboard.press('End');
  await expect(selected).toHaveAttribute('aria-rowindex', String(all + 1));
  await expect(selected).toBeInViewport();
  await page.keyboard.press('PageUp');
  const above = Number(await selected.getAttribute('aria-rowindex'));
  expect(above).toBeLessThan(all - 5);
  await page.keyboard.press('ArrowDown');
  await expect(selected).toHaveAttribute('aria-rowindex', String(above + 1));
  await page.keyboard.press('Home');
  await expect(selected).toHaveAttribute('aria-rowindex', '2');
  await page.keyboard.press('Enter');
  const detail = page.getByRole('region', { name: 'Event', exact: true });
  await expect(detail).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(detail).toBeHidden();
});

test('a cell is excluded, included and copied by keyboard', async ({ lurescope }) => {
  const page = await openSample(lurescope, sample);
  const [all] = await counts(page);
  await page.evaluate(() => {
    Object.assign(window, { copied: [] });
    window.addEventListener('copy', (event) => {
      (window as unknown as { copied: string[] }).copied.push(
        event.clipboardData?.getData('text/plain') ?? '',
      );
    });
  });
  await page.keyboard.press('j');
  // To the kind, the second cell.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const kind = (await columnTexts(page, 'kind', 1))[0] ?? '';
  await expect(page.locator('[aria-live="polite"]').filter({ hasText: `Kind: ${kind}` })).toHaveCount(1);
  await page.keyboard.press('x');
  await expect.poll(async () => (await counts(page))[0]).toBeLessThan(all);
  const [others] = await counts(page);
  expect(await columnTexts(page, 'kind', 15)).not.toContain(kind);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await counts(page))[0]).toBe(all);

  await page.keyboard.press('Home');
  await expect(page.getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '2');
  await page.keyboard.press('i');
  await expect.poll(async () => (await counts(page))[0]).toBe(all - others);
  expect(new Set(await columnTexts(page, 'kind', 15))).toEqual(new Set([kind]));

  // Past the four scores to the sender.
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  const sender = (await columnTexts(page, 'from', 1))[0] ?? '';
  await page.keyboard.press('c');
  await page.keyboard.press('Shift+C');
  const copied = await page.evaluate(() => (window as unknown as { copied: string[] }).copied);
  expect(copied[0]).toContain('[@]');
  expect(copied[1]).toBe(sender);
});

test('the menu of a cell narrows to its value alone', async ({ lurescope }) => {
  const page = await openSample(lurescope, sample);
  const [kind = ''] = await columnTexts(page, 'kind', 1);
  const others = (await columnTexts(page, 'kind', 15)).filter((text) => text !== kind);
  expect(others.length).toBeGreaterThan(0);
  await grid(page).locator('[data-index="0"] [data-column="kind"]').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Only this' }).click();
  await expect.poll(async () => new Set(await columnTexts(page, 'kind', 15))).toEqual(new Set([kind]));
});

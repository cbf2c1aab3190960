import { expect, test } from './fixtures.ts';
import { columnTexts, grid, openSample } from './sample-explorer.ts';
import { counts, openExplorer, setUp } from './screens.ts';

test('values of the detail are included, excluded and made the only ones', async ({ lurescope }) => {
  const page = await openSample(lurescope, { seed: 7, rate: 12 });
  const [all] = await counts(page);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const detail = page.getByRole('region', { name: 'Event', exact: true });
  const value = (field: string) =>
    detail
      .locator('dt', { hasText: new RegExp(`^${field}$`) })
      .first()
      .locator('xpath=following-sibling::dd[1]');

  // By mouse: the menu of a value.
  await value('classification').hover();
  await value('classification').getByRole('button', { name: 'More to do with this value' }).click();
  await page.getByRole('menuitem', { name: 'Exclude' }).click();
  await expect.poll(async () => (await counts(page))[0]).toBeLessThan(all);
  const [others] = await counts(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await counts(page))[0]).toBe(all);

  // By keyboard, on the button beside the value.
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await value('classification').getByRole('button').first().focus();
  await page.keyboard.press('i');
  await expect.poll(async () => (await counts(page))[0]).toBe(all - others);
  const recipient = (await value('recipient').locator('bdi').first().textContent()) ?? '';
  await value('recipient').getByRole('button', { name: 'More to do with this value' }).first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Include' })).toBeFocused();
  for (const name of ['Exclude', 'Only this']) {
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem', { name })).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await counts(page))[0]).toBeLessThan(all - others);
  await expect.poll(async () => (await columnTexts(page, 'to', 1))[0]).toContain(recipient);
});

test('an event of five megabytes with ten thousand recipients opens as any other', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 0 });
  const recipients = Array.from({ length: 10_000 }, (_, i) => `person${i}@halden.example`);
  simulator.source.push('messageDelivered', {
    GUID: 'large-1',
    id: 'large-1',
    messageTime: new Date(Date.now() - 600_000).toISOString(),
    subject: `Large ${'x'.repeat(5_000_000)}`,
    sender: 'bounce@evil.example',
    recipient: recipients,
    threatsInfoMap: [],
  });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await openExplorer(page);
  await grid(page).locator('[data-index="0"]').click();
  const detail = page.getByRole('region', { name: 'Event', exact: true });
  await expect(detail.getByRole('heading', { level: 2 })).toContainText('Large xxx');
  // Nothing of it is in the page but what is read of it.
  expect(await detail.evaluate((element) => element.textContent?.length ?? 0)).toBeLessThan(60_000);

  await detail.getByRole('button', { name: 'Show all 10,000' }).click();
  const list = detail.getByRole('list', { name: 'All of recipient' });
  await expect(list.getByText('person0@halden.example', { exact: true })).toBeVisible();
  await list.evaluate((element) => {
    element.scrollTop = element.scrollHeight;
  });
  await expect(list.getByText('person9999@halden.example', { exact: true })).toBeVisible();
  expect(await list.getByRole('listitem').count()).toBeLessThan(50);

  await detail.getByRole('button', { name: 'Show 100,000' }).click();
  await expect(detail.getByText(/and 4,900,006 more characters/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(detail).toBeHidden();
});

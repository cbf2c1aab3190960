import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { columnTexts, grid, head, openSample } from './sample-explorer.ts';
import { askQuery, counts, openExplorer, queryBox, queryText, tabTo } from './screens.ts';

const sample = { seed: 7, rate: 20 };

function histogram(page: Page): Locator {
  return page.getByRole('application', { name: /Events over time/ });
}

async function shownCount(page: Page): Promise<number> {
  return (await counts(page))[0];
}

test('the loudest events are found by keyboard alone, and each step can be undone and redone', async ({
  lurescope,
}) => {
  const page = await openSample(lurescope, sample);
  const all = await shownCount(page);
  const looks: { text: string; count: number }[] = [{ text: '', count: all }];
  const noted = async () => {
    // A count that has not changed for a while is that of the query as it stands.
    let before = -1;
    for (let now = await shownCount(page); now !== before; now = await shownCount(page)) {
      before = now;
      await page.waitForTimeout(1000);
    }
    const look = { text: await queryText(page), count: await shownCount(page) };
    expect(look).not.toEqual(looks.at(-1));
    looks.push(look);
  };

  // The query, with completion of a field's name and of its values.
  await page.keyboard.press('/');
  await page.keyboard.type('kin');
  await expect(page.getByRole('listbox').getByRole('option', { name: /^kind:/ })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('listbox').getByRole('option', { name: /^delivered/ })).toBeVisible();
  await page.keyboard.type('deliv');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1);
  // The editor takes no key for a list that has appeared just now, lest something be chosen by mistake.
  await page.waitForTimeout(200);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => queryText(page)).toBe('kind:messageDelivered');
  await page.keyboard.type(' AND phish:>=20');
  await page.keyboard.press('Enter');
  await expect(queryBox(page)).not.toBeFocused();
  await expect
    .poll(async () => (await shownCount(page)) < all && (await page.getByText('20 to 100').isVisible()))
    .toBe(true);
  expect(await queryText(page)).toBe('kind:messageDelivered AND phish:>=20');
  await noted();

  // A brush on the histogram.
  await tabTo(page, histogram(page), 'Shift+Tab');
  await page.keyboard.press('End');
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+PageUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => shownCount(page)).toBeLessThan(looks.at(-1)?.count ?? 0);
  await noted();

  // A facet's value.
  const active = page.getByRole('checkbox', { name: /^active/ });
  await tabTo(page, page.getByRole('button', { name: 'Threat status' }));
  await page.keyboard.press('Tab');
  await expect(page.getByRole('list', { name: 'Threat status' }).getByRole('checkbox').first()).toBeFocused();
  await expect(active).toBeFocused();
  await page.keyboard.press('i');
  await expect(active).toBeChecked();
  expect(await queryText(page)).toMatch(/ AND threatStatus:active$/);
  await expect.poll(() => shownCount(page)).toBeLessThan(looks.at(-1)?.count ?? 0);
  await noted();

  // Sorted by what is worst.
  const phishHead = head(page, 'scores').getByRole('button', { name: /^phish score/ });
  await tabTo(page, head(page, 'time').getByRole('button', { name: /^Time/ }).first());
  for (let i = 0; i < 8 && !(await phishHead.evaluate((one) => one === document.activeElement)); i++)
    await page.keyboard.press('ArrowRight');
  await expect(phishHead).toBeFocused();
  const byTime = await columnTexts(page, 'time', 5);
  await page.keyboard.press('Enter');
  await expect.poll(() => columnTexts(page, 'time', 5)).not.toEqual(byTime);
  const worst = await columnTexts(page, 'time', 5);

  // Opened, and back.
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const detail = page.getByRole('region', { name: 'Event', exact: true });
  await expect(detail).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(detail).toBeHidden();

  await page.keyboard.press('Control+z');
  await expect.poll(() => columnTexts(page, 'time', 5)).toEqual(byTime);
  const isAt = async ({ text, count }: { text: string; count: number }) => {
    await expect
      .poll(async () => ({ text: await queryText(page), count: await shownCount(page) }))
      .toEqual({
        text,
        count,
      });
  };
  const [start, written, brushed, picked] = looks as [
    (typeof looks)[0],
    (typeof looks)[0],
    (typeof looks)[0],
    (typeof looks)[0],
  ];
  await page.keyboard.press('Control+z');
  await isAt(brushed);
  await page.keyboard.press('Alt+ArrowLeft');
  await isAt(written);
  while ((await queryText(page)) !== '') await page.keyboard.press('Control+z');
  await isAt(start);
  await expect(page.getByRole('button', { name: 'Back', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  while ((await queryText(page)) !== written.text) await page.keyboard.press('Control+Shift+z');
  await isAt(written);
  await page.keyboard.press('Alt+ArrowRight');
  await isAt(brushed);
  await page.keyboard.press('Control+y');
  await isAt(picked);
  await page.keyboard.press('Control+y');
  await expect.poll(() => columnTexts(page, 'time', 5)).toEqual(worst);
});

test('a slip is underlined and explained, mended with one click, and until then the last look stays', async ({
  lurescope,
}) => {
  const page = await openSample(lurescope, sample);
  await askQuery(page, 'kind:delivered');
  const [, all] = await counts(page);
  await expect.poll(() => shownCount(page)).toBeLessThan(all);
  const before = await shownCount(page);
  await queryBox(page).fill('kind:delivered AND phishScor:>=80');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('status').getByText(/No field is called "phishScor"/)).toBeVisible();
  await expect(queryBox(page).locator('.cm-lintRange-error')).toHaveText('phishScor');
  expect(await counts(page)).toEqual([before, all]);
  await page.getByRole('button', { name: 'Use phishScore' }).click();
  await expect.poll(() => shownCount(page)).toBeLessThan(before);
  expect(await queryText(page)).toBe('kind:delivered AND phishScore:>=80');
  await expect(page.getByText(/No field is called/)).toBeHidden();
  // The editor's own styles, and text typed over a selection, keep within what the page allows.
  await queryBox(page).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('kind:click');
  await expect.poll(() => queryText(page)).toBe('kind:click');
});

test('recent queries are offered where nothing is written, and the help lies beside', async ({
  lurescope,
}) => {
  const page = await openSample(lurescope, sample);
  await askQuery(page, 'classification:malware');
  await askQuery(page, 'kind:click');
  await askQuery(page, '');
  await page.keyboard.press('/');
  await expect(page.getByRole('listbox').getByRole('option').first()).toHaveText('kind:click');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await queryText(page)).toBe('classification:malware');
  await page.keyboard.press('F1');
  const help = page.getByRole('complementary', { name: 'Query help' });
  await expect(help.getByRole('table').first()).toContainText('phishScore:>=80');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(queryBox(page)).toBeFocused();
});

test('no result says which condition excludes everything, and drops it with one click', async ({
  lurescope,
}) => {
  const page = await openSample(lurescope, sample);
  await askQuery(page, 'kind:delivered subject:nothing-has-this-word classification:phish');
  await expect(page.getByRole('heading', { name: 'No event matches all of this' })).toBeVisible();
  await expect(
    page.getByText(/Of the 3 conditions, .*subject:nothing-has-this-word.* excludes everything/),
  ).toBeVisible();
  await expect(page.getByText('still none without it')).toHaveCount(2);
  await page.getByRole('button', { name: 'Drop subject:nothing-has-this-word' }).click();
  await expect(grid(page)).toBeVisible();
  expect(await queryText(page)).toBe('kind:delivered classification:phish');
});

test('facets are searched, extended, excluded and narrowed, and which are open is remembered', async ({
  lurescope,
}) => {
  let page = await openSample(lurescope, sample);
  const list = () => page.getByRole('list', { name: 'Recipient', exact: true });
  await page.getByRole('button', { name: 'Recipient', exact: true }).click();
  await expect(list().getByRole('checkbox')).toHaveCount(7);
  await page.getByRole('button', { name: /^Show more \(/ }).click();
  await expect(list().getByRole('checkbox')).toHaveCount(32);
  await page.getByRole('button', { name: 'Show fewer' }).click();
  await expect(list().getByRole('checkbox')).toHaveCount(7);

  const name = (await list().getByRole('checkbox').nth(3).getAttribute('aria-label')) ?? '';
  const [address = ''] = name.split(' ');
  await page.getByRole('searchbox', { name: 'Search recipient values' }).fill(address.toUpperCase());
  await expect(list().getByRole('checkbox').first()).toHaveAttribute(
    'aria-label',
    new RegExp(`^${address} `),
  );
  await page.getByRole('searchbox', { name: 'Search recipient values' }).fill('');
  await expect(list().getByRole('checkbox')).toHaveCount(7);

  const [, all] = await counts(page);
  const value = list().getByRole('checkbox', { name: address });
  await value.click({ modifiers: ['Alt'] });
  await expect.poll(() => queryText(page)).toBe(`NOT recipient:${address}`);
  await expect.poll(() => shownCount(page)).toBeLessThan(all);
  const without = await shownCount(page);
  await value.click();
  await expect.poll(() => queryText(page)).toBe(`recipient:${address}`);
  await expect.poll(async () => (await shownCount(page)) + without).toBe(all);
  await list().getByRole('checkbox').nth(0).click();
  await expect.poll(() => queryText(page)).toMatch(/^recipient:\(\S+, \S+\)$/);
  await value.focus();
  await page.keyboard.press('o');
  await expect.poll(() => queryText(page)).toBe(`recipient:${address}`);
  await page.keyboard.press('x');
  await expect.poll(() => queryText(page)).toBe(`NOT recipient:${address}`);
  await page.getByRole('button', { name: 'Clear recipient' }).click();
  await expect.poll(() => counts(page)).toEqual([all, all]);

  page = await lurescope.relaunch();
  await openExplorer(page);
  await expect(list().getByRole('checkbox')).toHaveCount(7);
});

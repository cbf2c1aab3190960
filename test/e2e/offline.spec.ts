import { expect, test } from './fixtures.ts';
import { counts, openExplorer, setUp } from './screens.ts';

test('after a restart with the service out of reach everything stored can be explored', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 20 });
  let page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await openExplorer(page);
  const [, stored] = await counts(page);
  expect(stored).toBeGreaterThan(1000);
  await simulator.stop();

  page = await lurescope.relaunch();
  await openExplorer(page);
  expect(await counts(page)).toEqual([stored, stored]);
  await page.getByRole('checkbox', { name: /^blocked/ }).check();
  await expect.poll(async () => (await counts(page))[0]).toBeLessThan(stored);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Event', exact: true }).locator('pre')).toContainText(
    '"GUID"',
  );

  await expect.poll(async () => (await lurescope.source()).trouble?.kind).toBe('unreachable');
  await expect(page.getByRole('region', { name: 'Ingestion status' })).toContainText('refuses connections');
});

test('a restart goes on where polling stopped and stores nothing twice', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 20 });
  let page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  const before = await lurescope.source();
  const asked = simulator.ledger.requests.length;

  page = await lurescope.relaunch();
  await page.getByRole('link', { name: 'Sources' }).first().click();
  await page.getByRole('button', { name: 'Poll now' }).click();
  await expect.poll(() => simulator.ledger.requests.length).toBeGreaterThan(asked);
  await lurescope.untilFilled();
  const after = await lurescope.source();
  expect(after.counts.stored).toBeGreaterThanOrEqual(before.counts.stored);
  expect(after.coverage).toHaveLength(1);
  expect(after.coverage[0]?.from).toBe(before.coverage[0]?.from);
  // The seven days are not read again: a handful of windows at the rim is all that is asked for.
  expect(simulator.ledger.requests.length - asked).toBeLessThan(20);
});

import { expect, test } from './fixtures.ts';
import { compare } from './ledger-comparison.ts';
import { counts, openExplorer, setUp } from './screens.ts';

const minute = 60_000;

test('everything that was to be had in seven days is stored once, with its versions and what came late', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 40 });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();

  let sweptAt = 0;
  let passed = 0;
  for (let i = 0; i < 4; i++) {
    // A sweep that is half done when time passes is finished first, and the next is due later.
    await expect(async () => {
      passed += 10 * minute;
      const movedAt = Date.now() + passed;
      simulator.advance(10 * minute);
      await lurescope.advance(10 * minute);
      const sweep = () =>
        simulator.ledger.requests.find(({ at, window, status }) => {
          return (
            at >= movedAt - minute &&
            status === 200 &&
            window &&
            window.endMs - window.startMs === 60 * minute
          );
        });
      await expect.poll(sweep, { timeout: 10_000 }).toBeDefined();
      sweptAt = sweep()?.at ?? 0;
    }).toPass({ timeout: 60_000 });
  }
  await lurescope.untilFilled();

  const source = await lurescope.source();
  expect(source.coverage).toHaveLength(1);
  const compared = compare(simulator, source, await lurescope.storedTexts(), sweptAt);
  expect(compared.available).toBeGreaterThan(5000);
  expect(compared.lost).toEqual([]);
  expect(compared.doubled).toEqual([]);

  await openExplorer(page);
  const [shown, all] = await counts(page);
  expect(shown).toBe(all);
  expect(source.counts.stored).toBe(all);
  expect(source.counts.versions).toBeGreaterThan(0);
  expect(source.budget.shared.used).toBeLessThan(300);
});

test('an entry that cannot be read is kept as it came, shown as such and counted', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 0 });
  simulator.source.push('messageDelivered', {
    GUID: 'near',
    recipient: ['someone@halden.example'],
    subject: 'A message beside it',
    messageTime: new Date(Date.now() - 5 * minute).toISOString(),
  });
  simulator.faults.queue({ kind: 'badEvent', value: 'no event at all' }, 1, 'all');
  const page = await lurescope.launch();
  // The first request is the test of the connection, which takes the queued fault unless it is asked again.
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  simulator.faults.queue({ kind: 'badEvent', value: 'no event at all' }, 1, 'all');
  await lurescope.untilFilled();
  await expect.poll(async () => (await lurescope.source()).counts.unparsed).toBe(1);

  await openExplorer(page);
  await expect(page.getByRole('row').filter({ hasText: 'A message beside it' })).toBeVisible();
  await page.getByRole('checkbox', { name: /Only what could not be read/ }).check();
  const row = page.getByRole('row').filter({ hasText: 'no event at all' });
  await expect(row).toContainText('could not be read');
  await row.click();
  await expect(page.getByText('This entry could not be read as an event')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Event', exact: true }).locator('pre')).toContainText(
    'no event at all',
  );
});

test('broken answers store nothing of a window and lose nothing of it', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 30, late: { share: 0, maxMs: 1 } });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  for (const kind of ['malformed', 'truncate', 'reset', 'html'] as const) simulator.faults.queue({ kind });
  simulator.faults.queue({ kind: 'status', status: 503 });
  simulator.faults.queue({ kind: 'status', status: 500 });
  await expect
    .poll(
      async () => {
        // Back-off is on the app's clock: moved instead of waited for.
        await lurescope.advance(20_000);
        const { backfill, journal, lastSuccessAt } = await lurescope.source();
        return lastSuccessAt !== null && backfill.remainingWindows + journal.batches === 0;
      },
      { timeout: 90_000 },
    )
    .toBe(true);
  const faults = simulator.ledger.requests.flatMap(({ fault }) => fault ?? []);
  expect(faults).toEqual(expect.arrayContaining(['malformed', 'truncate', 'reset', 'html']));
  const compared = compare(simulator, await lurescope.source(), await lurescope.storedTexts(), Date.now());
  expect(compared.available).toBeGreaterThan(3000);
  expect(compared.lost).toEqual([]);
  expect(compared.doubled).toEqual([]);
});

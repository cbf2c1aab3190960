import keytar from 'keytar';
import { expect, test } from './fixtures.ts';
import { hasNotificationServer, receivedNotifications } from './notification-server.ts';
import { fillCredentials, setUp } from './screens.ts';

const minute = 60_000;
const hour = 60 * minute;

test('credentials that stop working are told apart from silence, and new ones mend it', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 5 });
  const connection = { domain: simulator.origin, principal: simulator.principal, secret: simulator.secret };
  const page = await lurescope.launch();
  await setUp(page, sourceName, connection);
  await lurescope.untilFilled();
  const revoke = simulator.faults.rule({ kind: 'status', status: 401 }, () => true);
  await page.getByRole('link', { name: 'Show source' }).click();
  await page.getByRole('button', { name: 'Poll now' }).click();
  const card = page.getByRole('region', { name: sourceName });
  await expect(card.getByText('Failing')).toBeVisible();
  await expect(card.getByText(/does not accept these credentials \(401\)/)).toBeVisible();
  await expect(card.getByText('Stalled')).toBeHidden();

  const asked = simulator.ledger.requests.length;
  for (const _ of [1, 2]) {
    simulator.advance(hour);
    await lurescope.advance(hour);
  }
  expect(simulator.ledger.requests.length - asked).toBeLessThanOrEqual(1);
  if (hasNotificationServer()) {
    await expect
      .poll(() => receivedNotifications(sourceName).map(({ title }) => title))
      .toEqual([`${sourceName} does not accept its credentials any more`]);
  }

  await page.getByRole('button', { name: 'Change credentials' }).click();
  const dialog = page.getByRole('dialog');
  await fillCredentials(page, { ...connection, secret: 'still-wrong' });
  await dialog.getByRole('button', { name: 'Test and save' }).click();
  await expect(dialog.getByText('Credentials not accepted')).toBeVisible();
  revoke();
  await fillCredentials(page, connection);
  await dialog.getByRole('button', { name: 'Test and save' }).click();
  await expect(dialog).toBeHidden();
  await expect(card.getByText('Live')).toBeVisible();
  if (hasNotificationServer()) {
    // That it works again is said when it has done so for a while.
    simulator.advance(6 * minute);
    await lurescope.advance(6 * minute);
    await expect
      .poll(() => receivedNotifications(sourceName).map(({ title }) => title))
      .toEqual([
        `${sourceName} does not accept its credentials any more`,
        `Polling ${sourceName} works again`,
      ]);
  }
});

test('deleting a source names what is lost, and removes credentials and events', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 5 });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  const { id } = await lurescope.untilFilled();
  await page.getByRole('link', { name: 'Show source' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('alertdialog', { name: `Delete ${sourceName}?` });
  await expect(dialog).toContainText(/[\d,]+ events stored here are deleted as well/);
  await dialog.getByRole('button', { name: 'Delete source and events' }).click();
  await expect(page.getByRole('button', { name: 'Try with sample data' })).toBeVisible();
  expect(await lurescope.sources()).toEqual([]);
  await expect.poll(async () => (await lurescope.storedTexts()).length).toBe(0);
  expect(await keytar.getPassword('lurescope', id)).toBeNull();
});

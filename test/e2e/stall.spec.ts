import { expect, test } from './fixtures.ts';
import { clickNotification, hasNotificationServer, receivedNotifications } from './notification-server.ts';
import { setUp } from './screens.ts';

const hour = 3_600_000;

test.skip(!hasNotificationServer(), 'this session has no notification server to read (Linux, npm test)');

test('silence is said once by a native notification, survives a restart, and its end is said once', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 0 });
  const push = (GUID: string, ago: number) =>
    simulator.source.push('messageBlocked', {
      GUID,
      recipient: ['someone@halden.example'],
      subject: 'A message',
      messageTime: new Date(Date.now() + ago).toISOString(),
    });
  push('first', -60_000);
  let page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await expect.poll(async () => (await lurescope.source()).counts.stored).toBe(1);
  expect(receivedNotifications(sourceName)).toEqual([]);

  simulator.advance(25 * hour);
  await lurescope.advance(25 * hour);
  await expect.poll(() => receivedNotifications(sourceName)).toHaveLength(1);
  const [stall] = receivedNotifications(sourceName);
  test.info().annotations.push({ type: 'notification', description: `${stall?.title}: ${stall?.body}` });
  expect(stall?.app).toBe('Lurescope');
  expect(stall?.title).toBe(`No events for 25 hours from ${sourceName}`);
  expect(stall?.body).toMatch(
    /^The last poll, .+ ago, succeeded and was empty\. Check in TAP that mail still flows/,
  );
  const { id, state } = await lurescope.source();
  expect(state).toBe('stalled');

  await page.getByRole('link', { name: 'Settings' }).click();
  await clickNotification(stall);
  await expect.poll(() => page.evaluate(() => window.location.hash)).toBe(`#/sources/${id}`);
  await expect(page.getByRole('region', { name: sourceName }).getByText('Stalled')).toBeVisible();

  page = await lurescope.relaunch();
  await lurescope.advance(25 * hour);
  await expect
    .poll(async () => (await lurescope.source()).lastSuccessAt ?? 0)
    .toBeGreaterThan(Date.now() + 24.9 * hour);
  simulator.advance(hour);
  await lurescope.advance(hour);
  await expect.poll(async () => (await lurescope.source()).state).toBe('stalled');
  expect(receivedNotifications(sourceName)).toHaveLength(1);

  push('second', 26 * hour + 60_000);
  simulator.advance(180_000);
  await lurescope.advance(180_000);
  await page.getByRole('link', { name: 'Sources' }).first().click();
  await page.getByRole('button', { name: 'Poll now' }).click();
  await expect.poll(() => receivedNotifications(sourceName)).toHaveLength(2);
  const [, end] = receivedNotifications(sourceName);
  expect(end?.title).toBe(`Events are arriving again from ${sourceName}`);
  expect(end?.body).toContain('of silence');
  expect((await lurescope.source()).stalledSince).toBeNull();
});

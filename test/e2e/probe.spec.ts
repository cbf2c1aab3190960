import { expect, test } from './fixtures.ts';
import { receivedNotifications } from './notification-server.ts';

test('probe', async ({ lurescope }) => {
  const page = await lurescope.launch({ args: ['--sample-seed=7', '--sample-rate=30'] });
  page.on('console', (m) => console.log('console', m.type(), m.text()));
  page.on('pageerror', (e) => console.log('pageerror', e.message));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Try with sample data' }).click();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: '/tmp/shots/ready.png' });
  await lurescope.untilFilled();
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.waitForTimeout(4000);
  await page.screenshot({ path: '/tmp/shots/alerts-light.png' });
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(1000);
  await page.screenshot({ path: '/tmp/shots/alert-detail-light.png' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.keyboard.press('r');
  await page.waitForTimeout(500);
  await page.screenshot({ path: '/tmp/shots/resolve-dark.png' });
  await page.keyboard.press('1');
  await page.waitForTimeout(500);
  await page.screenshot({ path: '/tmp/shots/alerts-dark.png' });
  console.log(JSON.stringify(receivedNotifications('lert'), null, 1));
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 5000 }).catch(() => null),
    (async () => {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: 'CSV', exact: true }).click();
    })(),
  ]);
  console.log('download', download?.suggestedFilename());
  console.log(lurescope.log().map((l) => JSON.stringify(l)).join('\n'));
  expect(1).toBe(1);
});

import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { type Connection, reachSetupStep } from './screens.ts';

async function testConnection(page: Page, name: string, connection: Connection): Promise<void> {
  await page.evaluate(() => {
    window.location.hash = '/';
  });
  await reachSetupStep(page, name, connection);
  await page.getByRole('button', { name: 'Test connection' }).click();
}

test('Test connection tells each trouble apart and says what to do', async ({ lurescope, simulate }) => {
  const simulator = await simulate({ rate: 5, forbiddenPrincipal: 'no-right' });
  const secure = await simulate({ rate: 5, https: true });
  const closed = await simulate({ rate: 5 });
  await closed.stop();
  const { origin, principal, secret, faults } = simulator;
  const page = await lurescope.launch();
  const good = { domain: origin, principal, secret };

  const troubles: [heading: string, remedy: RegExp, connection: Connection, before?: () => void][] = [
    [
      'Host not found',
      /Check the domain for a typing error/,
      { ...good, domain: 'https://tap.lurescope.invalid' },
    ],
    ['Cannot connect', /refuses connections/, { ...good, domain: closed.origin }],
    ['No safe connection', /self-signed/, { ...good, domain: secure.origin }],
    ['Credentials not accepted', /Check service principal and secret/, { ...good, secret: 'wrong' }],
    ['No right to this data', /Ask a TAP administrator/, { ...good, principal: 'no-right' }],
    [
      'Request budget used up',
      /1,800 requests in 24 hours/,
      good,
      () => faults.queue({ kind: 'status', status: 429 }),
    ],
    [
      'The test failed',
      /trouble of its own \(503\)/,
      good,
      () => faults.queue({ kind: 'status', status: 503 }),
    ],
    ['Not the SIEM API', /instead of the SIEM API's JSON/, good, () => faults.queue({ kind: 'html' })],
    [
      'No SIEM API there',
      /tap-api-v2.proofpoint.com/,
      good,
      () => faults.queue({ kind: 'status', status: 404 }),
    ],
    ['Redirected to another host', /were not sent there/, good, () => faults.queue({ kind: 'redirect' })],
    ['The test failed', /no valid JSON/, good, () => faults.queue({ kind: 'malformed' })],
    ['The test failed', /broke off/, good, () => faults.queue({ kind: 'truncate', afterChars: 20 })],
  ];
  for (const [heading, remedy, connection, before] of troubles) {
    before?.();
    await testConnection(page, 'Trial', connection);
    const said = page.getByRole('status').filter({ hasText: heading });
    await expect(said).toBeVisible();
    await expect(said).toHaveText(remedy);
    await expect(said).not.toContainText(secret);
  }

  faults.queue({ kind: 'hang' });
  await testConnection(page, 'Trial', good);
  await expect(page.getByText('Testing the connection…')).toBeVisible();
  await expect.poll(() => simulator.ledger.requests.at(-1)?.fault).toBe('hang');
  await lurescope.advance(180_000);
  await expect(page.getByRole('status').filter({ hasText: 'No answer in time' })).toBeVisible();

  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The connection works' })).toBeVisible();
});

test('Setup with credentials that are not accepted creates no source', async ({ lurescope, simulate }) => {
  const { origin, principal } = await simulate({ rate: 5 });
  const page = await lurescope.launch();
  await reachSetupStep(page, 'Trial', { domain: origin, principal, secret: 'wrong' });
  await page.getByRole('button', { name: 'Setup', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Credentials not accepted' })).toBeVisible();
  expect(await lurescope.sources()).toEqual([]);
});

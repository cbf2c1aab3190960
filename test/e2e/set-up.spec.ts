import { spawnSync } from 'node:child_process';
import keytar from 'keytar';
import { expect, test } from './fixtures.ts';
import { setUp, startSetup } from './screens.ts';

test('Create new > search > Start setup > Name > credentials > Setup leads to the success page', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const { origin, principal, secret } = await simulate({ rate: 5 });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: origin, principal, secret });

  const alert = page.getByRole('switch', { name: 'Trigger an alert when no events are processed' });
  await expect(alert).toBeChecked();
  await expect(page.getByLabel('when none for')).toHaveValue('24');
  await page.getByLabel('when none for').fill('48');
  await expect(page.getByText('Saved')).toBeVisible();
  const source = await lurescope.source();
  expect(source).toMatchObject({ name: sourceName, domain: origin, stall: { enabled: true, hours: 48 } });

  await page.getByLabel('when none for').fill('0');
  await expect(page.getByRole('alert')).toHaveText('At least 1 hour.');
  expect((await lurescope.source()).stall.hours).toBe(48);
});

test('the secret lies in the OS keychain and nowhere else', async ({ lurescope, simulate, sourceName }) => {
  const secret = 'S3cret-that-must-not-be-written-anywhere';
  const { origin, principal } = await simulate({ rate: 5, secret });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: origin, principal, secret });
  const { id } = await lurescope.untilFilled();

  const kept = await keytar.getPassword('lurescope', id);
  expect(JSON.parse(kept ?? 'null')).toEqual({ principal, secret });
  await lurescope.close();
  // grep's status 1 says that it looked everywhere and found nothing.
  const { status, stdout } = spawnSync('grep', ['-rlF', secret, lurescope.userData], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(1);
});

test('typed values survive going back, and odd ones are explained in place', async ({ lurescope }) => {
  const page = await lurescope.launch();
  await startSetup(page);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('alert')).toContainText('Give the source a name');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Head office');
  await page.getByRole('button', { name: 'Next' }).click();

  const odd: [domain: string, principal: string, secret: string, sentence: RegExp][] = [
    ['http://tap-api-v2.proofpoint.com', 'p', 's', /Use https:\/\//],
    ['https://tap-api-v2.proofpoint.com/v2/siem', 'p', 's', /without a path/],
    ['https://me:pw@tap-api-v2.proofpoint.com', 'p', 's', /user name and password/],
    ['tap api', 'p', 's', /has a space/],
    ['https://tap-api-v2.proofpoint.com', '', 's', /Enter the token service principal/],
    ['https://tap-api-v2.proofpoint.com', '   ', 's', /Enter the token service principal/],
    ['https://tap-api-v2.proofpoint.com', 'p', ' s', /begins or ends with a space/],
    ['https://tap-api-v2.proofpoint.com', 'p', '', /Enter the token secret/],
  ];
  for (const [domain, principal, secret, sentence] of odd) {
    await page.getByLabel('Domain').fill(domain);
    await page.getByLabel('Token Service Principal').fill(principal);
    await page.getByLabel('Token Secret').fill(secret);
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByRole('alert')).toHaveText(sentence);
  }
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Head office');
});

test('a search that finds nothing says what can be found', async ({ lurescope }) => {
  const page = await lurescope.launch();
  await page.getByRole('link', { name: 'Sources' }).click();
  await page.getByRole('link', { name: 'Create new' }).click();
  await page.getByRole('searchbox', { name: 'Search' }).fill('splunk');
  await expect(page.getByText('try "proofpoint"')).toBeVisible();
});

import { expect, test } from './fixtures.ts';
import { startPrivateBus } from './private-bus.ts';
import { reachSetupStep } from './screens.ts';

test.skip(process.platform !== 'linux', 'other systems always have their keychain');

test('without a keychain the app says so and keeps credentials in memory only if asked to', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 5 });
  const bus = await startPrivateBus();
  try {
    const env = { DBUS_SESSION_BUS_ADDRESS: bus.address };
    let page = await lurescope.launch({ env });
    await reachSetupStep(page, sourceName, { domain: simulator.origin, ...simulator });
    await expect(page.getByText('No keychain service is running.')).toBeVisible();
    const setup = page.getByRole('button', { name: 'Setup', exact: true });
    await expect(setup).toBeDisabled();
    await page.getByRole('switch', { name: /in memory for this run only/ }).click();
    await setup.click();
    await expect(page.getByRole('heading', { name: 'The source is set up' })).toBeVisible();
    await lurescope.untilFilled();

    // The next run has no credentials, says so, and has lost no event.
    page = await lurescope.relaunch({ env });
    await expect.poll(async () => (await lurescope.source()).trouble?.kind).toBe('no-credentials');
    expect((await lurescope.source()).counts.stored).toBeGreaterThan(0);
    await page.getByRole('link', { name: 'Sources' }).first().click();
    await expect(page.getByRole('region', { name: sourceName }).getByText('Failing')).toBeVisible();
  } finally {
    bus.stop();
  }
});

test('sample data needs no keychain', async ({ lurescope }) => {
  const bus = await startPrivateBus();
  try {
    const page = await lurescope.launch({
      env: { DBUS_SESSION_BUS_ADDRESS: bus.address },
      args: ['--sample-rate=10'],
    });
    await page.getByRole('button', { name: 'Try with sample data' }).click();
    await expect(page.getByRole('heading', { name: 'The source is set up' })).toBeVisible();
    const { counts } = await lurescope.untilFilled();
    expect(counts.stored).toBeGreaterThan(500);
  } finally {
    bus.stop();
  }
});

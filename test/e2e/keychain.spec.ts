import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { reachSetupStep } from './screens.ts';

/** A session bus on which nothing is and nothing can be started: a desktop without a keychain. */
const emptyBus = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>`;

async function startEmptyBus(): Promise<{ address: string; stop(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'lurescope-bus-'));
  const config = join(folder, 'bus.conf');
  writeFileSync(config, emptyBus);
  const bus: ChildProcess = spawn('dbus-daemon', [`--config-file=${config}`, '--print-address', '--nofork']);
  const [first] = (await once(bus.stdout ?? bus, 'data')) as [Buffer];
  return {
    address: first.toString().trim(),
    stop() {
      bus.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

test.skip(process.platform !== 'linux', 'other systems always have their keychain');

test('without a keychain the app says so and keeps credentials in memory only if asked to', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 5 });
  const bus = await startEmptyBus();
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
  const bus = await startEmptyBus();
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

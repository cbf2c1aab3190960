import dbus, { defineInterface, type MessageBus, Variant } from 'dbus-native';
import { expect, test } from './fixtures.ts';
import { startPrivateBus } from './private-bus.ts';
import { openAlerts } from './screens.ts';
import { storedAlerts } from './stored-alerts.ts';

const watcher = 'org.kde.StatusNotifierWatcher';

test.skip(process.platform !== 'linux', 'the tray is looked at over D-Bus');

/** Plays the desktop's part: takes note of the tray icons that register. */
async function watchTray(bus: MessageBus): Promise<string[]> {
  const registered: string[] = [];
  const RegisterStatusNotifierItem = {
    in: { service: 's' },
    out: {},
    handler: ({ service }: { service: string }) => void registered.push(service),
  };
  await bus.export(
    '/StatusNotifierWatcher',
    defineInterface({ name: watcher, methods: { RegisterStatusNotifierItem } }),
  );
  await bus.ownName(watcher);
  return registered;
}

test('the tray icon tells the state, opens the window and quits the app', async ({ lurescope }) => {
  const own = await startPrivateBus();
  const bus = dbus.createClient({ busAddress: own.address });
  try {
    const registered = await watchTray(bus);
    const page = await lurescope.launch({
      env: { DBUS_SESSION_BUS_ADDRESS: own.address },
      args: ['--sample-rate=5'],
    });
    await expect.poll(() => registered.length).toBe(1);
    const service = registered[0] ?? '';
    const tooltip = async () => {
      const item = await bus.proxy(service, '/StatusNotifierItem');
      const properties = (await item.$props.$all()) as Record<string, unknown>;
      return JSON.stringify(properties.ToolTip);
    };
    await page.getByRole('button', { name: 'Try with sample data' }).click();
    await lurescope.untilFilled();
    // New alerts that are worth a notification are counted until somebody has seen them.
    await expect.poll(async () => (await storedAlerts(page)).waiting).toBe(0);
    const { alerts } = await storedAlerts(page);
    const grave = alerts.filter(({ severity }) => severity === 'high' || severity === 'critical').length;
    expect(grave).toBeGreaterThan(0);
    expect(grave).toBeLessThan(alerts.length);
    await expect.poll(tooltip).toContain(`Lurescope: ${grave} new alerts; last poll`);
    const badge = () => lurescope.app.evaluate(({ app }) => app.getBadgeCount());
    expect(await badge()).toBe(grave);
    await openAlerts(page);
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByRole('button', { name: `Choose all ${alerts.length}` }).click();
    await page.keyboard.press('e');
    await expect.poll(tooltip).toContain('Lurescope: last poll');
    expect(await badge()).toBe(0);
    await page.getByRole('link', { name: 'Sources' }).first().click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect.poll(tooltip).toContain('Lurescope: paused');

    const isVisible = () =>
      lurescope.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
    await lurescope.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(isVisible).toBe(false);
    const item = await bus.proxy(service, '/StatusNotifierItem');
    await item.Activate(1, 1);
    await expect.poll(isVisible).toBe(true);

    const ended = new Promise((resolve) => lurescope.app.process().on('exit', resolve));
    const menu = await bus.proxy(service, '/MenuBar');
    const layout = JSON.stringify(await menu.GetLayout(0, -1, []));
    expect(layout).toMatch(/Paused.*separator.*Open Lurescope.*Resume polling.*separator.*Quit/);
    // Lines are numbered from 1: the state, a separator, Open, Resume, a separator, Quit.
    await menu.Event(4, 'clicked', new Variant('i', 0), 0);
    await expect.poll(tooltip).toContain('Lurescope: last poll');
    const resumed = JSON.stringify(await menu.GetLayout(0, -1, []));
    expect(resumed).toMatch(/Events are read.*Poll now.*Pause polling.*Quit/);
    await menu.Event(7, 'clicked', new Variant('i', 0), 0);
    await ended;
  } finally {
    await bus.close();
    own.stop();
  }
});

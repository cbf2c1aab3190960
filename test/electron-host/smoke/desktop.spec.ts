import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, test } from '@playwright/test';
import dbus, { defineInterface, type MessageBus, Variant } from 'dbus-native';

const HOST = join(import.meta.dirname, '../bin/electron-host');
const APP = join(import.meta.dirname, 'app');
const WATCHER = 'org.kde.StatusNotifierWatcher';
const RED_DOT =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

declare const smokeMain: { seen: { events: string[] }; notify(): void; showTray(dataUrl: string): void };

let data: string;
let app: ElectronApplication;
let bus: MessageBus;

test.skip(!process.env.DBUS_SESSION_BUS_ADDRESS, 'there is no session bus');

// They play the desktop's part on one bus, where only one can.
test.describe.configure({ mode: 'serial' });

test.beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'electron-host-desktop-'));
  bus = dbus.sessionBus();
});

test.afterEach(async () => {
  await app?.close();
  await bus.close();
  rmSync(data, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts the app with the session bus standing in for the system's, which a test must not use. */
async function launch(): Promise<void> {
  const env = {
    ...process.env,
    DBUS_SYSTEM_BUS_ADDRESS: process.env.DBUS_SESSION_BUS_ADDRESS ?? '',
  } as Record<string, string>;
  app = await _electron.launch({ executablePath: HOST, args: [APP, `--user-data-dir=${data}`], env });
  await (await app.firstWindow()).waitForLoadState();
}

const events = (): Promise<string[]> => app.evaluate(() => smokeMain.seen.events);

test('shows a notification, and hears of its click and its end', async () => {
  const daemon = await bus.nameHasOwner('org.freedesktop.Notifications');
  test.skip(!daemon, 'nobody shows notifications on this session bus');
  await launch();
  await app.evaluate(() => smokeMain.notify());
  await expect.poll(events).toContain('notification:show');
  // The stand-in daemon numbers what it is given; it can be told to send any signal.
  const next = await numberOfNext();
  for (let id = Math.max(1, next - 10); id < next; id += 1) {
    await emitFromDaemon('ActionInvoked', 'us', [new Variant('u', id), new Variant('s', 'default')]);
    await emitFromDaemon('NotificationClosed', 'uu', [new Variant('u', id), new Variant('u', 2)]);
  }
  await expect.poll(events).toContain('notification:close');
  expect(await events()).toContain('notification:click');
});

test('shows a tray icon with its menu', async () => {
  const registered: string[] = [];
  const RegisterStatusNotifierItem = {
    in: { service: 's' },
    out: {},
    handler: ({ service }: { service: string }) => void registered.push(service),
  };
  await bus.export(
    '/StatusNotifierWatcher',
    defineInterface({ name: WATCHER, methods: { RegisterStatusNotifierItem } }),
  );
  await bus.ownName(WATCHER);
  await launch();
  await app.evaluate((_electronModule, dot) => smokeMain.showTray(dot), RED_DOT);
  await expect.poll(() => registered.length).toBe(1);

  const destination = registered[0] ?? '';
  const item = await bus.proxy(destination, '/StatusNotifierItem');
  const properties = (await item.$props.$all()) as Record<string, unknown>;
  expect(properties).toMatchObject({ Id: 'Smoke', Status: 'Active', Menu: '/MenuBar', ItemIsMenu: false });
  expect(JSON.stringify(properties.ToolTip)).toContain('Smoke runs');
  const [[width, height, pixels]] = properties.IconPixmap as [[number, number, Buffer]];
  expect([width, height, pixels.length]).toEqual([1, 1, 4]);
  await item.Activate(1, 1);
  await expect.poll(events).toContain('tray:click');

  const menu = await bus.proxy(destination, '/MenuBar');
  const layout = JSON.stringify(await menu.GetLayout(0, -1, []));
  expect(layout).toMatch(/Open it.*separator.*More.*Loud/);
  await menu.Event(1, 'clicked', new Variant('i', 0), 0);
  await expect.poll(events).toContain('tray:open');
});

test('says that there is no tray where nobody shows one', async () => {
  await launch();
  const message = await app.evaluate((_electronModule, dot) => {
    try {
      smokeMain.showTray(dot);
      return '';
    } catch (error) {
      return String(error);
    }
  }, RED_DOT);
  expect(message).toBe(
    'Error: not supported by the Chromium host: Tray (no StatusNotifierWatcher on the session bus)',
  );
});

test('tells docks how many things wait', async () => {
  const counts: unknown[] = [];
  bus.connection.on('message', (message) => {
    if (message.interface === 'com.canonical.Unity.LauncherEntry') counts.push(message.body);
  });
  await bus.watch("type='signal',interface='com.canonical.Unity.LauncherEntry'");
  await launch();
  expect(
    await app.evaluate(({ app: electronApp }) => [electronApp.setBadgeCount(3), electronApp.getBadgeCount()]),
  ).toEqual([true, 3]);
  const text = () =>
    JSON.stringify(counts, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
  await expect.poll(text).toMatch(/application:\/\/smoke\.desktop.*3.*true/);
});

test('hears of suspend and resume', async () => {
  await launch();
  for (const sleeping of [true, false]) {
    bus.sendSignal('/org/freedesktop/login1', 'org.freedesktop.login1.Manager', 'PrepareForSleep', 'b', [
      sleeping,
    ]);
  }
  await expect.poll(events).toEqual(expect.arrayContaining(['suspend', 'resume']));
});

async function emitFromDaemon(name: string, signature: string, args: Variant[]): Promise<void> {
  await bus.invoke({
    destination: 'org.freedesktop.Notifications',
    path: '/org/freedesktop/Notifications',
    interface: 'org.freedesktop.DBus.Mock',
    member: 'EmitSignal',
    signature: 'sssav',
    body: ['org.freedesktop.Notifications', name, signature, args],
  });
}

/** The number that the daemon gives to a notification now: the app's is one before it, or a few. */
async function numberOfNext(): Promise<number> {
  const answer: unknown = await bus.invoke({
    destination: 'org.freedesktop.Notifications',
    path: '/org/freedesktop/Notifications',
    interface: 'org.freedesktop.Notifications',
    member: 'Notify',
    signature: 'susssasa{sv}i',
    body: ['smoke', 0, '', 'Which number is it?', '', [], [], -1],
  });
  return Number(Array.isArray(answer) ? answer[0] : answer);
}

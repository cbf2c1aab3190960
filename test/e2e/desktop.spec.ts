import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { LurescopeApp } from './lurescope-app.ts';
import { hasNotificationServer, receivedNotifications } from './notification-server.ts';
import { openExplorer, setUp } from './screens.ts';

const project = join(import.meta.dirname, '../..');

/** Starts the app a second time, as the desktop does for a link; answers its exit code. */
function startAgain(lurescope: LurescopeApp, ...args: string[]): Promise<number | null> {
  const executable = process.env.LURESCOPE_TEST_EXECUTABLE ?? '';
  const second = spawn(executable, [project, `--user-data-dir=${lurescope.userData}`, ...args], {
    stdio: 'ignore',
  });
  return new Promise((resolve) => second.on('exit', resolve));
}

async function openSettings(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
}

test('a link of the desktop opens the event, at the first start and at a second one', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 5, late: { share: 0, maxMs: 1 } });
  let page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  const [stored] = await lurescope.storedTexts();
  const link = `lurescope://event/${stored?.key}`;

  await openSettings(page);
  expect(await startAgain(lurescope, link)).toBe(0);
  const detail = page.getByRole('region', { name: 'Event', exact: true });
  await expect(detail).toBeVisible();
  await expect(detail.getByText('This event was removed')).toBeHidden();
  await expect.poll(() => page.evaluate(() => window.location.hash)).toBe('#/');

  await openSettings(page);
  for (const bad of [
    'lurescope://event/../settings',
    `lurescope://event/${stored?.key}?x`,
    'lurescope://settings',
  ])
    expect(await startAgain(lurescope, bad)).toBe(0);
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();

  // The identity alone will do: the store knows the source.
  page = await lurescope.relaunch({ args: [`lurescope://event/${stored?.key.split(':')[1]}`] });
  await expect(page.getByRole('region', { name: 'Event', exact: true })).toBeVisible();
  await expect(page.getByText('This event was removed')).toBeHidden();
});

test('the menus lead to every page, and help is read in the app', async ({ lurescope }) => {
  const page = await lurescope.launch();
  const choose = (menu: string, item: string) =>
    lurescope.app.evaluate(
      ({ Menu }, [of, name]) => {
        const found = Menu.getApplicationMenu()?.items.find(({ label }) => label.replace('&', '') === of);
        const line = found?.submenu?.items.find(({ label }) => label === name);
        if (!line) throw new Error(`There is no ${of} > ${name}.`);
        // Never from within: a debugger's call may interrupt any line of the app, and a click never does.
        setImmediate(() => line.click());
      },
      [menu, item] as const,
    );
  const bar = await lurescope.app.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()?.items.map(({ label }) => label.replace('&', '')),
  );
  expect(bar?.filter((label) => label !== 'Lurescope')).toEqual([
    'File',
    'Edit',
    'View',
    'Go',
    'Window',
    'Help',
  ]);

  await choose('Go', 'Sources');
  await expect(page.getByRole('heading', { name: 'Sources' })).toBeVisible();
  await choose('Go', 'Settings');
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
  await choose('File', 'New source…');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeVisible();
  await choose('Help', 'Guide');
  await expect(page.getByRole('heading', { name: 'Help: Guide' })).toBeVisible();
  await expect(page.getByText('one poll is tried before anything is said')).toBeVisible();
  await choose('Help', 'Query language');
  await expect(page.getByRole('heading', { name: 'Help: Query language' })).toBeVisible();
  if (process.platform !== 'darwin') {
    await choose('Help', 'About Lurescope');
    const about = page.getByRole('dialog', { name: 'About Lurescope' });
    await expect(about).toContainText(/Version\d+\.\d+\.\d+/);
    await expect(about).toContainText('Runs on');
  }
});

test('start at login writes and removes the autostart file', async ({ lurescope }) => {
  test.skip(process.platform !== 'linux', 'on other systems the system keeps the list');
  const config = join(lurescope.userData, 'xdg');
  const page = await lurescope.launch({ env: { XDG_CONFIG_HOME: config } });
  const file = join(config, 'autostart', 'lurescope.desktop');
  await openSettings(page);
  const start = page.getByRole('switch', { name: 'Start when I log in' });
  await start.click();
  await expect.poll(() => existsSync(file)).toBe(true);
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/^\[Desktop Entry\]\nType=Application\nName=Lurescope\n/);
  expect(text).toMatch(/^Exec="[^"]+" .*"--hidden"$/m);
  await lurescope.relaunch({ env: { XDG_CONFIG_HOME: config } });
  await openSettings(lurescope.page);
  const again = lurescope.page.getByRole('switch', { name: 'Start when I log in' });
  await expect(again).toBeChecked();
  await again.click();
  await expect.poll(() => existsSync(file)).toBe(false);
});

test('started hidden, as at login, the app works without its window, and a second start shows it', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 5 });
  await setUp(await lurescope.launch(), sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await lurescope.relaunch({ args: ['--hidden'] });
  const isVisible = () =>
    lurescope.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  const started = Date.now();
  await expect
    .poll(async () => (await lurescope.source()).lastSuccessAt ?? 0)
    .toBeGreaterThan(started - 5000);
  expect(await isVisible()).toBe(false);
  expect(await startAgain(lurescope)).toBe(0);
  await expect.poll(isVisible).toBe(true);
});

test('the badge counts the sources that are in trouble', async ({ lurescope, simulate, sourceName }) => {
  test.skip(
    process.platform !== 'linux' || !hasNotificationServer(),
    'a badge is set over the session bus here',
  );
  // Without events there are no alerts, which it counts too.
  const simulator = await simulate({ rate: 0 });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  const badge = () => lurescope.app.evaluate(({ app }) => app.getBadgeCount());
  expect(await badge()).toBe(0);
  simulator.faults.rule({ kind: 'status', status: 401 }, () => true);
  await page.getByRole('link', { name: 'Show source' }).click();
  await page.getByRole('button', { name: 'Poll now' }).click();
  await expect.poll(badge).toBe(1);
  simulator.faults.clear();
  await page.getByRole('button', { name: 'Poll now' }).click();
  await expect.poll(badge).toBe(0);
});

test('the window comes back as it was left', async ({ lurescope }) => {
  await lurescope.launch();
  await lurescope.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 60, width: 1000, height: 700 }),
  );
  await lurescope.relaunch();
  const bounds = () =>
    lurescope.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  await expect.poll(bounds).toMatchObject({ width: 1000, height: 700, x: 40, y: 60 });
  // The screen it was on is gone.
  await lurescope.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 9000, y: 60, width: 1000, height: 700 }),
  );
  await lurescope.relaunch();
  await expect.poll(async () => (await bounds())?.x).toBeLessThan(5000);
});

test('the example of a stall is shown, marked as a test, unless that is switched off', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  test.skip(!hasNotificationServer(), 'this session has no notification server to read (Linux, npm test)');
  const simulator = await simulate({ rate: 5 });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await page.getByRole('link', { name: 'Show source' }).click();
  await page.getByRole('button', { name: 'Show me what a stall looks like' }).click();
  await expect(page.getByText('The desktop was asked to show it.')).toBeVisible();
  await expect.poll(() => receivedNotifications(sourceName)).toHaveLength(1);
  const [example] = receivedNotifications(sourceName);
  expect(example?.title).toBe(`Test: No events for 24 hours from ${sourceName}`);
  expect(example?.body).toMatch(
    /^This is only a test; nothing is wrong\. The last poll, .+ ago, succeeded and was empty\./,
  );
  expect((await lurescope.source()).stalledSince).toBeNull();

  await openSettings(page);
  await page.getByRole('switch', { name: 'Silence' }).click();
  await page.getByRole('link', { name: 'Sources' }).first().click();
  await page.getByRole('button', { name: 'Show me what a stall looks like' }).click();
  await expect(page.getByText('Notifications of silence are switched off under Settings')).toBeVisible();
  expect(receivedNotifications(sourceName)).toHaveLength(1);
});

test('the diagnostics file holds nothing of an event, a credential, an address or a name', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 20, late: { share: 0, maxMs: 1 } });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  simulator.faults.rule(
    { kind: 'status', status: 400, body: 'Not for anna.berg@halden.example' },
    () => true,
  );
  await page.getByRole('link', { name: 'Show source' }).click();
  await page.getByRole('button', { name: 'Poll now' }).click();
  await expect.poll(async () => (await lurescope.source()).trouble?.kind).toBe('bad-request');

  const file = join(lurescope.userData, 'diagnostics.json');
  await lurescope.answerSaveDialog(file);
  await openSettings(page);
  await page.getByRole('button', { name: 'Save diagnostics…' }).click();
  await expect(page.getByText(/^Saved to .+Look at it before you send it/)).toBeVisible();
  const text = readFileSync(file, 'utf8');
  expect(JSON.parse(text)).toMatchObject({
    versions: { version: expect.any(String) },
    sources: [{ state: 'failing', trouble: { kind: 'bad-request', status: 400 } }],
    page: { events: expect.any(Number) },
  });

  const { id } = await lurescope.source();
  const secrets = [simulator.principal, simulator.secret, new URL(simulator.origin).host, sourceName, id];
  const stored = await lurescope.storedTexts();
  const strings = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string') strings.add(value);
    else if (Array.isArray(value)) value.forEach(collect);
    else if (value && typeof value === 'object') Object.values(value).forEach(collect);
  };
  for (const { raw } of stored) collect(JSON.parse(raw));
  // Words that any text may hold say nothing of an event: what could tell one is longer, or has an @ or a dot.
  const telling = [...strings].filter((one) => one.length >= 12 || /[@.]/.test(one));
  expect(telling.length).toBeGreaterThan(1000);
  expect([...secrets, ...telling].filter((one) => text.includes(one))).toEqual([]);
  expect(text).not.toMatch(/@|halden|https?:/);
});

test('wiping asks for a word, and leaves neither events nor files nor sources', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 5 });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await openExplorer(page);
  await openSettings(page);
  const file = join(lurescope.userData, 'all.ndjson.gz');
  await lurescope.answerSaveDialog(file);
  await page.getByRole('button', { name: 'Export all events…' }).click();
  await expect(page.getByText(/were written to/)).toBeVisible();
  expect(readFileSync(file).length).toBeGreaterThan(1000);

  await page.getByRole('button', { name: 'Wipe…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Wipe everything?' });
  const confirm = dialog.getByRole('button', { name: 'Wipe everything' });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('Type "wipe" to go on').fill('wipe');
  await confirm.click();
  await expect(page.getByText('Everything was removed from this computer.')).toBeVisible();
  expect(await lurescope.sources()).toEqual([]);
  await expect.poll(async () => (await lurescope.storedTexts()).length).toBe(0);
  const status = await page.evaluate(() => window.lurescope.calls['storage.status']());
  expect(status).toMatchObject({ value: { archive: { bytes: 0 }, journal: { batches: 0 } } });
});

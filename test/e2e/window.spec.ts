import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { setUp } from './screens.ts';

const hour = 3_600_000;

test('closing the window keeps polling, starting the app again shows it, quitting ends it', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 5 });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await lurescope.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  const isVisible = () =>
    lurescope.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(isVisible).toBe(false);

  const asked = simulator.ledger.requests.length;
  simulator.advance(hour);
  await lurescope.advance(hour);
  await expect.poll(() => simulator.ledger.requests.length).toBeGreaterThan(asked);
  await expect.poll(async () => (await lurescope.source()).journal.batches).toBe(0);

  const executable = process.env.LURESCOPE_TEST_EXECUTABLE ?? '';
  const project = join(import.meta.dirname, '../..');
  const second = spawn(executable, [project, `--user-data-dir=${lurescope.userData}`], { stdio: 'ignore' });
  const code = await new Promise((resolve) => second.on('exit', resolve));
  expect(code).toBe(0);
  await expect.poll(isVisible).toBe(true);

  const main = lurescope.app.process();
  const ended = new Promise((resolve) => main.on('exit', resolve));
  await lurescope.app.evaluate(({ app }) => app.quit()).catch(() => undefined);
  await ended;
});

test('a page that crashes comes back and goes on storing', async ({ lurescope, simulate, sourceName }) => {
  const simulator = await simulate({ rate: 5 });
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  const { counts: before } = await lurescope.source();
  const next = lurescope.app.waitForEvent('window');
  const devtools = await lurescope.app.context().newCDPSession(page);
  // The crash ends the session it was asked for in.
  void devtools.send('Page.crash').catch(() => undefined);
  const revived = await next;
  await revived.getByRole('navigation', { name: 'Pages' }).waitFor();
  simulator.source.push('messageBlocked', {
    GUID: 'after',
    recipient: ['a@halden.example'],
    messageTime: new Date(Date.now() + hour - 60_000).toISOString(),
  });
  simulator.advance(hour);
  await lurescope.advance(hour);
  const stored = () =>
    revived.evaluate(async () => {
      const answer = (await window.lurescope.calls['sources.list']()) as {
        value: { counts: { stored: number } }[];
      };
      return answer.value[0]?.counts.stored;
    });
  await expect.poll(stored).toBeGreaterThan(before.stored);
});

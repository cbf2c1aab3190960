import { expect, type MovableSimulator, test } from './fixtures.ts';
import type { LurescopeApp } from './lurescope-app.ts';
import { hasNotificationServer, receivedNotifications } from './notification-server.ts';
import { pass, tellPower } from './passing-time.ts';
import { setUp } from './screens.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

test.skip(!hasNotificationServer(), 'this session has no notification server to read (Linux, npm test)');

function push(simulator: MovableSimulator, GUID: string, at: number): void {
  simulator.source.push('messageBlocked', {
    GUID,
    recipient: ['someone@halden.example'],
    subject: 'A message',
    messageTime: new Date(Date.now() + at).toISOString(),
  });
}

async function begin(
  lurescope: LurescopeApp,
  simulator: MovableSimulator,
  sourceName: string,
): Promise<void> {
  push(simulator, 'first', -minute);
  const page = await lurescope.launch();
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  await expect.poll(async () => (await lurescope.source()).counts.stored).toBe(1);
}

/** The computer sleeps: time passes for everybody else, and for the app all at once when it wakes. */
async function sleep(lurescope: LurescopeApp, simulator: MovableSimulator, ms: number): Promise<void> {
  await tellPower(lurescope, 'suspend');
  simulator.advance(ms);
  await lurescope.advance(ms);
  await tellPower(lurescope, 'resume');
}

const titles = (sourceName: string) => receivedNotifications(sourceName).map(({ title }) => title);

test('after days of sleep in which mail flowed nothing is said, and what was missed is there', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 0 });
  await begin(lurescope, simulator, sourceName);
  // Not in the latest hour, which is read first: back-filling has to come to them.
  for (const hours of [2, 30, 50]) push(simulator, `asleep-${hours}`, hours * hour);
  await sleep(lurescope, simulator, 3 * day);
  await expect.poll(async () => (await lurescope.source()).counts.stored, { timeout: 60_000 }).toBe(4);
  await pass(lurescope, simulator, 20 * minute);
  expect(titles(sourceName)).toEqual([]);
  expect((await lurescope.source()).state).toBe('live');
});

test('after days of sleep in which no mail came silence is said, once it has been looked for', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 0 });
  await begin(lurescope, simulator, sourceName);
  await sleep(lurescope, simulator, 3 * day);
  await pass(lurescope, simulator, 16 * minute);
  await expect.poll(() => titles(sourceName)).toEqual([`No events for 3 days from ${sourceName}`]);
  const [stall] = receivedNotifications(sourceName);
  expect(stall?.body).toMatch(
    /^The last poll, .+ ago, succeeded and was empty\. Check in TAP that mail still flows through it; if a quiet day is normal here, give this source a longer time\.$/,
  );
});

test('a sleep that the system did not tell of raises no false alarm either', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 0 });
  await begin(lurescope, simulator, sourceName);
  push(simulator, 'asleep', 40 * hour);
  simulator.advance(2 * day);
  await lurescope.advance(2 * day);
  await expect.poll(async () => (await lurescope.source()).counts.stored, { timeout: 60_000 }).toBe(2);
  await pass(lurescope, simulator, 5 * minute);
  expect(titles(sourceName)).toEqual([]);
});

test('a network that takes minutes to be back after a resume is not spoken of', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 0 });
  await begin(lurescope, simulator, sourceName);
  // It had begun to fail before the computer fell asleep.
  simulator.faults.rule({ kind: 'reset', afterChars: 1 }, () => true);
  await pass(lurescope, simulator, 8 * minute);
  await expect.poll(async () => (await lurescope.source()).trouble?.kind).toBeTruthy();
  push(simulator, 'asleep', 10 * hour);
  await sleep(lurescope, simulator, 12 * hour);
  await pass(lurescope, simulator, 5 * minute);
  expect(titles(sourceName)).toEqual([]);
  simulator.faults.clear();
  // It is tried again within minutes, and an answer takes time that the app's clock does not show.
  for (let left = 4; left > 0 && (await lurescope.source()).trouble; left--) {
    await pass(lurescope, simulator, minute);
    await expect
      .poll(async () => (await lurescope.source()).trouble, { timeout: 5000 })
      .toBeNull()
      .catch(() => undefined);
  }
  await expect.poll(async () => (await lurescope.source()).counts.stored, { timeout: 60_000 }).toBe(2);
  expect((await lurescope.source()).trouble).toBeNull();
  expect(titles(sourceName)).toEqual([]);
});

test('a start after days off raises no false alarm', async ({ lurescope, simulate, sourceName }) => {
  const simulator = await simulate({ rate: 0 });
  await begin(lurescope, simulator, sourceName);
  await lurescope.close();
  push(simulator, 'off', 50 * hour);
  simulator.advance(3 * day);
  await lurescope.launch({ clockOffset: 3 * day });
  await expect.poll(async () => (await lurescope.source()).counts.stored, { timeout: 60_000 }).toBe(2);
  await pass(lurescope, simulator, 5 * minute);
  expect(titles(sourceName)).toEqual([]);
});

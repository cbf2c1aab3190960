import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../tap-simulator/fault.ts';
import { expect, type MovableSimulator, test } from './fixtures.ts';
import type { LurescopeApp } from './lurescope-app.ts';
import { hasNotificationServer, receivedNotifications } from './notification-server.ts';
import { pass } from './passing-time.ts';
import { setUp } from './screens.ts';

const minute = 60_000;
const hour = 60 * minute;

test.skip(!hasNotificationServer(), 'this session has no notification server to read (Linux, npm test)');

interface Stand {
  lurescope: LurescopeApp;
  simulator: MovableSimulator;
  sourceName: string;
  host: string;
}

/** Title and body of everything that was said of a source. */
function said(sourceName: string): [title: string, body: string][] {
  return receivedNotifications(sourceName).map(({ title, body }) => [title, body]);
}

async function begin(
  lurescope: LurescopeApp,
  simulator: MovableSimulator,
  sourceName: string,
  args: string[] = [],
): Promise<Stand> {
  const page = await lurescope.launch({ args });
  await setUp(page, sourceName, { domain: simulator.origin, ...simulator });
  await lurescope.untilFilled();
  return { lurescope, simulator, sourceName, host: new URL(simulator.origin).host };
}

async function pollNow({ lurescope }: Stand): Promise<void> {
  const { id } = await lurescope.source();
  await lurescope.page.evaluate((of) => window.lurescope.calls['sources.pollNow'](of), id);
}

/** Polls until it fails with a trouble, or with null until it does not. */
async function untilTrouble(stand: Stand, kind: string | null): Promise<void> {
  await pollNow(stand);
  await expect.poll(async () => (await stand.lurescope.source()).trouble?.kind ?? null).toBe(kind);
}

/** The end of a trouble is said when it has stayed away for five minutes, and then once. */
async function expectEnd(stand: Stand, before: [string, string][], failedFor: RegExp): Promise<void> {
  const { lurescope, simulator, sourceName } = stand;
  await untilTrouble(stand, null);
  await pass(lurescope, simulator, 4 * minute);
  expect(said(sourceName)).toEqual(before);
  await pass(lurescope, simulator, 2 * minute);
  await expect.poll(() => said(sourceName)).toHaveLength(before.length + 1);
  const [title, body] = said(sourceName).at(-1) ?? [];
  expect(title).toBe(`Polling ${sourceName} works again`);
  expect(body).toMatch(failedFor);
  expect(body).toMatch(/What was missed is being read now; Proofpoint keeps 7 days\.$/);
  await pass(lurescope, simulator, 10 * minute);
  expect(said(sourceName)).toHaveLength(before.length + 1);
}

const cases: {
  name: string;
  fault: Fault;
  kind: string;
  patience: number;
  words(stand: Stand): [title: string, body: string];
  failedFor: RegExp;
}[] = [
  {
    name: 'credentials that are not accepted any more',
    fault: { kind: 'status', status: 401 },
    kind: 'unauthorised',
    patience: 0,
    words: ({ sourceName, host }) => [
      `${sourceName} does not accept its credentials any more`,
      `${host} does not accept these credentials (401). Check service principal and secret; a secret that was revoked needs a new one, under Settings > Connected Applications in TAP.`,
    ],
    failedFor: /^It failed for /,
  },
  {
    name: 'a right that was taken away',
    fault: { kind: 'status', status: 403 },
    kind: 'forbidden',
    patience: 0,
    words: ({ sourceName }) => [
      `${sourceName} refuses access to its events`,
      'The credentials are right, but have no right to this data (403). Ask a TAP administrator to allow this service principal the SIEM API.',
    ],
    failedFor: /^It failed for /,
  },
  {
    name: 'a budget that is used up',
    fault: { kind: 'status', status: 429 },
    kind: 'throttled',
    patience: hour,
    words: ({ sourceName }) => [
      `The request budget of ${sourceName} is used up`,
      'The request budget of these credentials is used up (429): the API allows 1,800 requests in 24 hours, shared by all tools that use this service principal. Polling goes on as older requests age out; give Lurescope a principal of its own if that happens often.',
    ],
    failedFor: /^It failed for (1 hour|6\d minutes)\./,
  },
];

for (const { name, fault, kind, patience, words, failedFor } of cases) {
  test(`${name}: said once with what to do, and its end once`, async ({
    lurescope,
    simulate,
    sourceName,
  }) => {
    const stand = await begin(lurescope, await simulate({ rate: 5 }), sourceName);
    const { simulator } = stand;
    simulator.faults.rule(fault, () => true);
    await untilTrouble(stand, kind);
    if (patience > 0) {
      await pass(lurescope, simulator, patience - 2 * minute);
      expect(said(sourceName)).toEqual([]);
      await pass(lurescope, simulator, 3 * minute);
    }
    await expect.poll(() => said(sourceName)).toEqual([words(stand)]);
    await pass(lurescope, simulator, 5 * minute);
    expect(said(sourceName)).toEqual([words(stand)]);
    simulator.faults.clear();
    await expectEnd(stand, [words(stand)], failedFor);
  });
}

test('an API that cannot be reached is said after ten minutes, and its end once', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const stand = await begin(lurescope, await simulate({ rate: 5 }), sourceName);
  const { simulator, host } = stand;
  const { port, principal, secret } = simulator;
  const offset = simulator.offset;
  await simulator.stop();
  await untilTrouble(stand, 'unreachable');
  await pass(lurescope, simulator, 9 * minute);
  expect(said(sourceName)).toEqual([]);
  await pass(lurescope, simulator, 2 * minute);
  const words: [string, string] = [
    `${sourceName} cannot be reached`,
    `${host} refuses connections. Check the domain and port, and that no firewall or proxy stands in between.`,
  ];
  await expect.poll(() => said(sourceName)).toEqual([words]);

  const again = await simulate({ rate: 5, port, principal, secret });
  again.advance(simulator.offset - offset);
  await expectEnd({ ...stand, simulator: again }, [words], /^It failed for 1[012] minutes\./);
});

test('a full journal is said after ten minutes, and that polling goes on', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const simulator = await simulate({ rate: 0 });
  const stand = await begin(lurescope, simulator, sourceName, ['--journal-limit=3000']);
  // What is stored leaves the journal only into the archive: where that cannot be written, the journal fills.
  const archive = join(lurescope.userData, 'data', 'archive');
  renameSync(archive, `${archive}.aside`);
  writeFileSync(archive, '');
  for (let i = 0; i < 60; i++) {
    simulator.source.push('messageBlocked', {
      GUID: `event-${i}`,
      recipient: ['someone@halden.example'],
      subject: randomBytes(60).toString('base64'),
      messageTime: new Date(Date.now() + simulator.offset + minute).toISOString(),
    });
  }
  await pass(lurescope, simulator, 2 * minute);
  await untilTrouble(stand, 'journal-full');
  await pass(lurescope, simulator, 7 * minute);
  expect(said(sourceName)).toEqual([]);
  await pass(lurescope, simulator, 4 * minute);
  const words: [string, string] = [
    `The journal is full: ${sourceName} is not polled`,
    'The journal has reached its size limit, because events arrive faster than they are stored. Polling waits until there is room, and nothing is lost: Proofpoint keeps 7 days. If this lasts, start Lurescope again.',
  ];
  await expect.poll(() => said(sourceName)).toEqual([words]);
  rmSync(archive);
  renameSync(`${archive}.aside`, archive);
  await pass(lurescope, simulator, 2 * minute);
  await expect.poll(async () => (await lurescope.source()).journal.batches).toBe(0);
  await expectEnd(stand, [words], /^It failed for 1\d minutes\./);
  expect((await lurescope.source()).counts.stored).toBe(60);
});

test('trouble that comes and goes is said once, and what lasts for a day is said again', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const stand = await begin(lurescope, await simulate({ rate: 5 }), sourceName);
  const { simulator } = stand;
  for (let i = 0; i < 3; i++) {
    simulator.faults.rule({ kind: 'status', status: 401 }, () => true);
    await untilTrouble(stand, 'unauthorised');
    await pass(lurescope, simulator, minute);
    simulator.faults.clear();
    await untilTrouble(stand, null);
    await pass(lurescope, simulator, minute);
  }
  const title = `${sourceName} does not accept its credentials any more`;
  expect(said(sourceName).map(([of]) => of)).toEqual([title]);

  simulator.faults.rule({ kind: 'status', status: 401 }, () => true);
  await untilTrouble(stand, 'unauthorised');
  simulator.advance(23 * hour);
  await lurescope.advance(23 * hour);
  await pass(lurescope, simulator, 2 * minute);
  expect(said(sourceName)).toHaveLength(1);
  simulator.advance(hour);
  await lurescope.advance(hour);
  // Silence goes with it, and has a notification of its own.
  const titles = () => said(sourceName).map(([of]) => of);
  await expect.poll(titles).toContain(`Still: ${title}`);
  expect(said(sourceName).find(([of]) => of.startsWith('Still'))?.[1]).toMatch(
    /^For 24 hours now\. .+\(401\)\. Check service principal and secret/,
  );
  await pass(lurescope, simulator, 5 * minute);
  expect(titles().filter((of) => of === `Still: ${title}`)).toHaveLength(1);
});

test("a computer's clock that is wrong is said after ten minutes", async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const stand = await begin(lurescope, await simulate({ rate: 5 }), sourceName);
  const { simulator } = stand;
  simulator.faults.rule({ kind: 'dateOff', hours: 7 }, () => true);
  await pollNow(stand);
  await expect.poll(async () => (await lurescope.source()).clockSkew ?? 0).toBeGreaterThan(6 * hour);
  // It is of no source: what another test has had said is not counted.
  const words = "It is 7 hours behind by the API's time.";
  const before = receivedNotifications(words).length;
  await pass(lurescope, simulator, 8 * minute);
  expect(receivedNotifications(words)).toHaveLength(before);
  await pass(lurescope, simulator, 4 * minute);
  await expect
    .poll(() =>
      receivedNotifications(words)
        .slice(before)
        .map(({ title }) => title),
    )
    .toEqual(["This computer's clock is wrong"]);
});

test('an event store that takes nothing is said once with what to do, and its end once', async ({
  lurescope,
  simulate,
  sourceName,
}) => {
  const stand = await begin(lurescope, await simulate({ rate: 5 }), sourceName);
  const { simulator } = stand;
  const call = async (name: 'sources.pause' | 'sources.resume') => {
    const { id } = await lurescope.source();
    await lurescope.page.evaluate(([of, source]) => window.lurescope.calls[of](source), [name, id] as const);
  };
  // The browser remembers for half a minute how much room there is: it is told before the first write of a start.
  await call('sources.pause');
  const page = await lurescope.relaunch({ clockOffset: simulator.offset });
  const giveRoom = await lurescope.leaveNoRoom();
  await call('sources.resume');
  // They are of no source: what another test has had said is not counted.
  const titles = () =>
    ['vents cannot be stored', 'Events are stored again'].flatMap((text) => receivedNotifications(text));
  const others = new Set(titles().map(({ id }) => id));
  const since = () => titles().filter(({ id }) => !others.has(id));
  const before = (await lurescope.storedTexts()).length;
  simulator.source.push('messageBlocked', {
    GUID: 'waits',
    recipient: ['someone@halden.example'],
    subject: 'It waits',
    messageTime: new Date(Date.now() + simulator.offset + minute).toISOString(),
  });
  // It may be refused at any moment of these: together they are less than the two minutes of patience.
  await pass(lurescope, simulator, 80_000);
  await untilTrouble(stand, null);
  await expect(page.getByText(/The event store has no room left/).first()).toBeVisible();
  await pass(lurescope, simulator, 20_000);
  expect(since()).toEqual([]);
  await pass(lurescope, simulator, 2 * minute);
  await expect.poll(() => since().map(({ title }) => title)).toEqual(['Events cannot be stored']);
  expect(since()[0]?.body).toBe(
    'The event store has no room left. Free some disk space, or keep events for fewer days under Settings. New events wait safely in the journal and are stored as soon as it works again.',
  );
  await pass(lurescope, simulator, 10 * minute);
  expect(since()).toHaveLength(1);
  expect((await lurescope.source()).journal.batches).toBeGreaterThan(0);

  await giveRoom();
  await lurescope.untilFilled();
  await expect(page.getByText(/The event store has no room left/)).toHaveCount(0);
  await pass(lurescope, simulator, 4 * minute);
  expect(since()).toHaveLength(1);
  await pass(lurescope, simulator, 2 * minute);
  await expect
    .poll(() => since().map(({ title }) => title))
    .toEqual(['Events cannot be stored', 'Events are stored again']);
  expect(since()[1]?.body).toMatch(/^That lasted (1\d|\d) minutes\. Nothing is to be done\.$/);
  await pass(lurescope, simulator, 10 * minute);
  expect(since()).toHaveLength(2);
  expect((await lurescope.storedTexts()).length).toBeGreaterThan(before);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@playwright/test';
import type { TroubleKind } from '../../shared/proofpoint/trouble.ts';
import type { Fault } from '../tap-simulator/fault.ts';
import type { FaultRun } from './fault-run.ts';
import { faultTest } from './fault-test.ts';

const minute = 60_000;

/** Makes requests go wrong while time passes, until so many have. */
async function happenTimes(run: FaultRun, times: number, fault: () => Fault): Promise<void> {
  const happened = () =>
    run.simulator.ledger.requests.filter((request) => request.fault !== undefined).length;
  while (happened() < times) {
    run.simulator.faults.queue(fault());
    await run.until('the fault to happen', async () => run.simulator.faults.queued === 0);
    await run.pass(run.random.between(0, 10) * minute);
  }
}

/**
 * A fault has to be noticed for what it is, or its test shows nothing: how often main told of such troubles. Where
 * time passes before an answer is read, the watchdog may speak first, and tells of a timeout instead.
 */
async function expectNoticed(run: FaultRun, kinds: readonly TroubleKind[], atLeast: number): Promise<void> {
  await expect
    .poll(() => run.logged(({ kind }) => kinds.some((wanted) => wanted === kind)), {
      message: `told as ${kinds.join(' or ')}`,
    })
    .toBeGreaterThanOrEqual(atLeast);
}

faultTest({ name: 'connections are reset in the middle of a body', times: [40, 5] }, async (run, times) => {
  await happenTimes(run, times, () => ({ kind: 'reset', afterChars: run.random.between(10, 20_000) }));
  // A short body may have come whole before the reset.
  await expectNoticed(run, ['unreachable', 'truncated'], times / 4);
});

faultTest({ name: 'bodies end early', times: [40, 5] }, async (run, times) => {
  await happenTimes(run, times, () => ({
    kind: 'truncate',
    afterChars: run.random.between(1, run.random.pick([50, 20_000])),
  }));
  await expectNoticed(run, ['truncated'], times / 4);
});

faultTest({ name: 'answers are not JSON', times: [40, 5] }, async (run, times) => {
  await happenTimes(run, times, () => run.random.pick([{ kind: 'malformed' }, { kind: 'html' }] as const));
  await expectNoticed(run, ['malformed', 'not-the-api'], times * 0.75);
});

faultTest({ name: 'answers drip or never come', times: [15, 3] }, async (run, times) => {
  for (let round = 0; round < times; round++) {
    const slow = { kind: 'drip', chars: 16, everyMs: 50 } as const;
    run.simulator.faults.queue(run.random.pick([slow, { kind: 'hang' } as const]));
    await run.until('the fault to happen', async () => run.simulator.faults.queued === 0);
    // The watchdog is on the app's clock: it barks when nothing has come for minutes.
    for (let i = 0; i < 4; i++) {
      await run.pass(2 * minute);
      await delay(100);
    }
  }
  await expectNoticed(run, ['timeout'], 1);
});

faultTest({ name: 'storms of 429 and 5xx', times: [60, 8] }, async (run, times) => {
  await happenTimes(run, times, () => ({
    kind: 'status',
    status: run.random.pick([429, 500, 502, 503, 504]),
  }));
  await expectNoticed(run, ['throttled', 'server-error'], times * 0.75);
});

faultTest({ name: '401 and 403 until somebody acts', times: [15, 2] }, async (run, times) => {
  for (let round = 0; round < times; round++) {
    const mend = run.simulator.faults.rule(
      { kind: 'status', status: run.random.pick([401, 403]) },
      () => true,
    );
    await run.until('the refusal', async () => {
      const { trouble } = await run.lurescope.source();
      return trouble?.kind === 'unauthorised' || trouble?.kind === 'forbidden';
    });
    await run.pass(run.random.between(1, 90) * minute);
    mend();
    await run.pollNow();
    await run.untilFilled();
  }
});

faultTest(
  {
    name: 'half of all events are indexed up to 30 minutes late',
    times: [24, 5],
    simulator: { late: { share: 0.5, maxMs: 30 * minute } },
  },
  async (run, times) => {
    for (let hour = 0; hour < times; hour++) {
      // Now and then the app is off when a late event is indexed.
      if (run.random.next() < 0.4) {
        await run.lurescope.close();
        run.simulator.advance(run.random.between(20, 200) * minute);
        await run.start();
      }
      await run.pass(20 * minute);
      await run.untilFilled();
    }
  },
);

faultTest({ name: 'windows are read again and again', times: [40, 4] }, async (run, times) => {
  const { id } = await run.lurescope.source();
  const state = join(run.lurescope.userData, 'data', `state-${id}.json`);
  let duplicates = 0;
  for (let again = 0; again < times; again++) {
    const earlier = readFileSync(state);
    await run.pollNow();
    // Long enough for events to come that can be read twice.
    await run.pass(run.random.between(20, 40) * minute);
    await run.untilFilled();
    duplicates += (await run.lurescope.source()).counts.duplicates;
    if (again % 2 === 0) continue;
    // What had been read since is not remembered, neither on disk nor in main: the store has to recognise it.
    await run.lurescope.close();
    writeFileSync(state, earlier);
    await run.start();
  }
  expect(duplicates).toBeGreaterThan(0);
});

faultTest({ name: 'many events share their GUID', times: [20, 4] }, async (run, times) => {
  for (let round = 0; round < times; round++) {
    const at = Date.now() + run.simulator.offset;
    for (let copy = 0; copy < 30; copy++) {
      run.simulator.source.push('messageDelivered', {
        GUID: `shared-${round}`,
        ...(copy % 2 === 0 ? { id: `id-${copy}` } : {}),
        recipient: [`person-${copy}@halden.example`],
        subject: 'One message to many',
        messageTime: new Date(at).toISOString(),
      });
    }
    await run.pass(4 * minute);
    await run.untilFilled();
  }
});

faultTest({ name: 'the clock jumps', times: [24, 3] }, async (run, times) => {
  for (let jump = 0; jump < times; jump++) {
    const by = run.random.pick([24 * 60, -24 * 60, 3 * 60, -3 * 60, 7, -7]) * minute;
    // This computer's clock alone: the server's goes on as it does.
    await run.lurescope.advance(by);
    await run.pass(run.random.between(1, 15) * minute);
    await delay(300);
    if (run.random.next() < 0.7) await run.lurescope.advance(-by);
    await run.pass(5 * minute);
  }
  // The comparison reckons with one time on both sides.
  await run.lurescope.close();
  await run.start();
});
